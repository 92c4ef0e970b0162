"""Check PDF files against Nghị định 30/2020/NĐ-CP."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel.papers import inspect, notices
from dossiers.documents import KINDS


class Command(BaseCommand):
    help = "Check PDF files against the decree's format; exit code 1 when something is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=sorted(KINDS), help="what the paper is; by its own title when left out")
        parser.add_argument("--json", action="store_true", help="findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = {}
        for file in options["files"]:
            try:
                data = file.read_bytes()
                report[str(file)] = {
                    "findings": [item.as_dict() for item in inspect(data, options["kind"])],
                    "notices": [item.as_dict() for item in notices(data)],
                }
            except (OSError, ValueError) as error:
                raise CommandError(f"{file}: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            for name, result in report.items():
                self._print(name, result)
        if any(result["findings"] for result in report.values()):
            raise SystemExit(1)

    def _print(self, name: str, result: dict[str, list[dict[str, Any]]]) -> None:
        findings = result["findings"]
        self.stdout.write(f"{name}: {'đạt' if not findings else f'{len(findings)} lỗi'}")
        for item in findings:
            self.stdout.write(f"  trang {item['page']}  [{item['article']}] {item['rule']}: {item['sentence']}")
        for item in result["notices"]:
            self.stdout.write(f"  lưu ý: {item['sentence']}")
