"""Write the two hashed requirement files from pyproject.toml. They name no index."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.launch.environment import LOCKS, ROOT


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:  # uv's own lock holds addresses, so it never enters the tree
        work = Path(folder)
        shutil.copy(ROOT / "pyproject.toml", work)
        (work / "README.md").touch()
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "lock", "--quiet", "--python", sys.executable], cwd=work, check=True)
        for kind, name in LOCKS.items():
            only = ["--no-dev"] if kind == "run" else []
            subprocess.run(
                [uv, "export", "--quiet", "--frozen", "--format", "requirements-txt", "--no-header",
                 "--no-annotate", "--no-emit-project", *only, "--output-file", name],
                cwd=work, check=True,
            )  # fmt: skip
            text = (work / name).read_text()
            if "://" in text or "--find-links" in text:
                raise SystemExit(f"{name} would name an index")
            (ROOT / name).write_text(text)


if __name__ == "__main__":
    main()
