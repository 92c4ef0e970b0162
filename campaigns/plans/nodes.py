"""Reading a YAML file node by node, so that every complaint names its line.

A `Reader` collects problems instead of stopping at the first; what could not
be read comes back as `None`, and the caller goes on.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_CODE = re.compile(r"[A-Za-z0-9ĐđÀ-ỹ][\w.\-]*\Z")
_NULL = "tag:yaml.org,2002:null"
_NOT_ENTRY = "không đọc được: cần các cặp khóa và giá trị."


def fold(text: str) -> str:
    """NFC with every run of white space as one blank, ends stripped."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@dataclass(frozen=True, order=True)
class Place:
    """Which entry is being read: the list, the entry's code, the key; empty where it is not known."""

    part: str = ""
    code: str = ""
    key: str = ""


@dataclass(frozen=True, order=True)
class Problem:
    """One complaint about a plan. `sentence` is for whoever writes files (`line` counts from 1); `told` says the
    same, and what to do, to whoever fills in pages, about the entry at `place`."""

    file: str
    line: int
    sentence: str
    place: Place = Place()
    told: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class PlanError(Exception):
    """A plan file that cannot be accepted; `problems` lists all that is wrong, by line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(p) for p in self.problems))


class Item(dict[str, Any]):
    """One entry of a plan list, as plain values, with the line where it starts."""

    line: int = 0


@dataclass
class Reader:
    """Turns nodes into values; `file` is the name used in complaints, `source` the folded source text.

    `own` while an entry of the tenant's own is read: it quotes nothing.
    """

    file: str
    source: str = ""
    source_name: str = ""
    problems: list[Problem] = field(default_factory=list)
    place: Place = Place()
    own: bool = False

    def complain(self, node: yaml.Node | int, sentence: str, told: str = "") -> None:
        line = node if isinstance(node, int) else line_of(node)
        self.problems.append(Problem(self.file, line, sentence, self.place, told))

    def at(self, part: str, code: str = "", key: str = "") -> None:
        """What is complained about from now on belongs there."""
        self.place = Place(part, code, key)

    def compose(self, text: str) -> yaml.Node | None:
        try:
            return yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            what = error.problem or "not readable"
            self.complain(line, f"expected well-formed YAML, found: {what}", f"Dòng {line} không đúng cách viết YAML.")
        except yaml.YAMLError as error:
            self.complain(1, f"expected well-formed YAML, found: {error}", "Tệp không đọc được theo cách viết YAML.")
        return None

    def mapping(self, node: yaml.Node, what: str) -> dict[str, tuple[yaml.Node, yaml.Node]] | None:
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, f"{what}: expected a mapping (key: value), found {_shape(node)}", _NOT_ENTRY)
            return None
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if not name:
                self.complain(key, f"{what}: expected a plain key, found {_shape(key)}", _NOT_ENTRY)
            elif name in found:
                first = line_of(found[name][0])
                told = f"khóa “{name}” ghi hai lần; hãy bỏ một."
                self.complain(key, f"{what}: key '{name}' is given twice (first on line {first})", told)
            else:
                found[name] = (key, value)
        return found

    def sequence(self, node: yaml.Node, what: str) -> list[yaml.Node] | None:
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, f"{what}: expected a list, found {_shape(node)}", "cần một danh sách.")
            return None
        return node.value

    def scalar(self, node: yaml.Node, what: str, expected: str) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self.complain(node, f"{what}: expected {expected}, found {_shape(node)}", "cần một giá trị đơn.")
            return None
        if node.tag == _NULL or not node.value.strip():
            told = "đang trống; hãy ghi, hoặc bỏ hẳn mục này."
            self.complain(node, f"{what}: expected {expected}, found nothing (leave the key out instead)", told)
            return None
        return node.value

    def text(self, node: yaml.Node, what: str, longest: int | None = None) -> str | None:
        raw = self.scalar(node, what, "text")
        if raw is None:
            return None
        value = fold(raw)
        if longest and len(value) > longest:
            told = f"dài {len(value)} ký tự, tối đa {longest}; hãy rút gọn."
            self.complain(node, f"{what}: expected at most {longest} characters, found {len(value)}", told)
        return value

    def prose(self, node: yaml.Node, what: str) -> str | None:
        """Text whose lines are kept."""
        raw = self.scalar(node, what, "text")
        return unicodedata.normalize("NFC", raw).replace("\r\n", "\n").strip() if raw is not None else None

    def quote(self, node: yaml.Node, what: str, *, ignore_case: bool = False) -> str | None:
        value = self.text(node, what)
        if value is None or self.own:
            return value
        if not self.source:
            self.complain(
                node,
                f"{what}: expected words of a source text, found none; give campaign.source_text or source: tenant",
                "chưa có toàn văn kế hoạch để đối chiếu; hãy dán toàn văn ở phần Thông tin chung, hoặc ghi mục này "
                "là do đơn vị đặt.",
            )
            return value
        held, sought = (self.source.lower(), value.lower()) if ignore_case else (self.source, value)
        if sought not in held:
            prefix = _longest_prefix(sought, held)
            near = value[max(0, prefix - 40) : prefix]
            self.complain(
                node,
                f"{what}: expected words that stand in {self.source_name}; "
                f"the quotation departs from it after '…{near}', at '{value[prefix : prefix + 30]}'",
                f"không phải nguyên văn kế hoạch: khác từ chỗ “{value[prefix : prefix + 30]}”. Hãy chép đúng lời kế "
                "hoạch, hoặc ghi mục này là do đơn vị đặt.",
            )
        return value

    def code(self, node: yaml.Node, what: str) -> str | None:
        raw = self.scalar(node, what, "a code (letters, digits, dots, hyphens)")
        if raw is not None and not _CODE.match(raw):
            told = f"mã “{raw}” chỉ được gồm chữ, số, dấu chấm, dấu gạch."
            self.complain(node, f"{what}: expected a code of letters, digits, dots and hyphens, found '{raw}'", told)
            return None
        return raw

    def number(
        self, node: yaml.Node, what: str, low: Decimal | None = None, high: Decimal | None = None
    ) -> Decimal | None:
        raw = self.scalar(node, what, "a number such as 60 or 2.5")
        if raw is None:
            return None
        if not _NUMBER.match(raw):
            told = f"“{raw}” không phải số; ghi như 60 hoặc 2,5."
            self.complain(node, f"{what}: expected a number such as 60 or 2.5, found '{raw}'", told)
            return None
        value = Decimal(raw)
        if (low is not None and value < low) or (high is not None and value > high):
            told = f"số {raw.replace('.', ',')} ngoài khoảng cho phép{_range(low, high)}."
            self.complain(node, f"{what}: expected a number {_bounds(low, high)}, found {raw}", told)
            return None
        return value

    def integer(self, node: yaml.Node, what: str, low: int, high: int) -> int | None:
        raw = self.scalar(node, what, f"a whole number from {low} to {high}")
        if raw is None:
            return None
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            told = f"“{raw}” không phải số nguyên từ {low} đến {high}."
            self.complain(node, f"{what}: expected a whole number from {low} to {high}, found '{raw}'", told)
            return None
        return int(raw)

    def flag(self, node: yaml.Node, what: str) -> bool | None:
        raw = self.scalar(node, what, "true or false")
        if raw is None:
            return None
        if raw not in ("true", "false"):
            self.complain(node, f"{what}: expected true or false, found '{raw}'", "chỉ ghi có hoặc không.")
            return None
        return raw == "true"

    def day(self, node: yaml.Node, what: str) -> dt.date | None:
        raw = self.scalar(node, what, "a date as YYYY-MM-DD")
        if raw is None:
            return None
        try:
            found = dt.date.fromisoformat(raw)
        except ValueError:
            found = None
        if found is None or len(raw) != 10:
            told = f"“{raw}” không phải ngày có thật; ghi như 25/11/2022."
            self.complain(node, f"{what}: expected a date as YYYY-MM-DD, found '{raw}'", told)
            return None
        return found

    def choice(self, node: yaml.Node, what: str, known: dict[str, str] | tuple[str, ...]) -> str | None:
        raw = self.scalar(node, what, f"one of {', '.join(known)}")
        if raw is not None and raw not in known:
            told = f"“{raw}” không có trong danh sách lựa chọn."
            self.complain(node, f"{what}: expected one of {', '.join(known)}; found '{raw}'", told)
            return None
        return raw


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def line_of(node: yaml.Node) -> int:
    """Counted from 1; 0 for what stands in no file."""
    return node.start_mark.line + 1 if node.start_mark else 0


def _range(low: Decimal | None, high: Decimal | None) -> str:
    ends = (f" từ {low}" if low is not None else "") + (f" đến {high}" if high is not None else "")
    return f",{ends}" if ends else ""


def _shape(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return f"'{node.value}'"


def _bounds(low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and high is not None:
        return f"from {low} to {high}"
    return f"of at least {low}" if low is not None else f"of at most {high}"


def _longest_prefix(sought: str, held: str) -> int:
    low, high = 0, len(sought)
    while low < high:
        middle = (low + high + 1) // 2
        if sought[:middle] in held:
            low = middle
        else:
            high = middle - 1
    return low
