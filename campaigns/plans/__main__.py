"""Check plan files without a database: `python -m campaigns.plans [file …]`."""

import sys
from pathlib import Path

from campaigns.plans.loader import PLANS, PlanError, load_plan


def main(names: list[str]) -> int:
    failed = 0
    for path in [Path(name) for name in names] or sorted(PLANS.glob("*.yaml")):
        try:
            plan = load_plan(path)
        except PlanError as error:
            failed += 1
            print(error)
        else:
            print(path.name, {name: len(items) for name, items in plan.lists.items() if items})
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
