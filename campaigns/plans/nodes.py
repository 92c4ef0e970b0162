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


def fold(text: str) -> str:
    """NFC with every run of white space as one blank, ends stripped."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@dataclass(frozen=True, order=True)
class Problem:
    """One complaint about a plan file; `line` counts from 1."""

    file: str
    line: int
    sentence: str

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
    """Turns nodes into values; `file` is the name used in complaints, `source` the folded source text."""

    file: str
    source: str = ""
    source_name: str = ""
    problems: list[Problem] = field(default_factory=list)

    def complain(self, node: yaml.Node | int, sentence: str) -> None:
        line = node if isinstance(node, int) else node.start_mark.line + 1
        self.problems.append(Problem(self.file, line, sentence))

    def compose(self, text: str) -> yaml.Node | None:
        try:
            return yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            what = error.problem or "not readable"
            self.complain(line, f"expected well-formed YAML, found: {what}")
        except yaml.YAMLError as error:
            self.complain(1, f"expected well-formed YAML, found: {error}")
        return None

    def mapping(self, node: yaml.Node, what: str) -> dict[str, tuple[yaml.Node, yaml.Node]] | None:
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, f"{what}: expected a mapping (key: value), found {_shape(node)}")
            return None
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if not name:
                self.complain(key, f"{what}: expected a plain key, found {_shape(key)}")
            elif name in found:
                first = found[name][0].start_mark.line + 1
                self.complain(key, f"{what}: key '{name}' is given twice (first on line {first})")
            else:
                found[name] = (key, value)
        return found

    def sequence(self, node: yaml.Node, what: str) -> list[yaml.Node] | None:
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, f"{what}: expected a list, found {_shape(node)}")
            return None
        return node.value

    def scalar(self, node: yaml.Node, what: str, expected: str) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self.complain(node, f"{what}: expected {expected}, found {_shape(node)}")
            return None
        if node.tag == _NULL or not node.value.strip():
            self.complain(node, f"{what}: expected {expected}, found nothing (leave the key out instead)")
            return None
        return node.value

    def text(self, node: yaml.Node, what: str, longest: int | None = None) -> str | None:
        raw = self.scalar(node, what, "text")
        if raw is None:
            return None
        value = fold(raw)
        if longest and len(value) > longest:
            self.complain(node, f"{what}: expected at most {longest} characters, found {len(value)}")
        return value

    def quote(self, node: yaml.Node, what: str, *, ignore_case: bool = False) -> str | None:
        value = self.text(node, what)
        if value is None:
            return None
        held, sought = (self.source.lower(), value.lower()) if ignore_case else (self.source, value)
        if sought not in held:
            prefix = _longest_prefix(sought, held)
            near = value[max(0, prefix - 40) : prefix]
            self.complain(
                node,
                f"{what}: expected words that stand in {self.source_name}; "
                f"the quotation departs from it after '…{near}', at '{value[prefix : prefix + 30]}'",
            )
        return value

    def code(self, node: yaml.Node, what: str) -> str | None:
        raw = self.scalar(node, what, "a code (letters, digits, dots, hyphens)")
        if raw is not None and not _CODE.match(raw):
            self.complain(node, f"{what}: expected a code of letters, digits, dots and hyphens, found '{raw}'")
            return None
        return raw

    def number(
        self, node: yaml.Node, what: str, low: Decimal | None = None, high: Decimal | None = None
    ) -> Decimal | None:
        raw = self.scalar(node, what, "a number such as 60 or 2.5")
        if raw is None:
            return None
        if not _NUMBER.match(raw):
            self.complain(node, f"{what}: expected a number such as 60 or 2.5, found '{raw}'")
            return None
        value = Decimal(raw)
        if (low is not None and value < low) or (high is not None and value > high):
            self.complain(node, f"{what}: expected a number {_bounds(low, high)}, found {raw}")
            return None
        return value

    def integer(self, node: yaml.Node, what: str, low: int, high: int) -> int | None:
        raw = self.scalar(node, what, f"a whole number from {low} to {high}")
        if raw is None:
            return None
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            self.complain(node, f"{what}: expected a whole number from {low} to {high}, found '{raw}'")
            return None
        return int(raw)

    def flag(self, node: yaml.Node, what: str) -> bool | None:
        raw = self.scalar(node, what, "true or false")
        if raw is None:
            return None
        if raw not in ("true", "false"):
            self.complain(node, f"{what}: expected true or false, found '{raw}'")
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
            self.complain(node, f"{what}: expected a date as YYYY-MM-DD, found '{raw}'")
            return None
        return found

    def choice(self, node: yaml.Node, what: str, known: dict[str, str] | tuple[str, ...]) -> str | None:
        raw = self.scalar(node, what, f"one of {', '.join(known)}")
        if raw is not None and raw not in known:
            self.complain(node, f"{what}: expected one of {', '.join(known)}; found '{raw}'")
            return None
        return raw


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


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
