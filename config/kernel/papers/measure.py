"""Words for measurements, and the one way to make a finding."""

from config.kernel.papers.model import RULES, Finding
from config.kernel.papers.page import MM, Line


def mm(points: float) -> str:
    return f"{points / MM:.1f} mm".replace(".", ",")


def pt(points: float) -> str:
    return f"{points:.1f} pt".replace(".", ",").replace(",0 pt", " pt")


def style(line: Line) -> str:
    words = ["nghiêng" if line.any_italic else "đứng"]
    words.append("đậm" if line.bold else "đậm một phần" if line.any_bold else "không đậm")
    return ", ".join(words)


def fault(
    rule: str,
    where: Line | None,
    sentence: str,
    measured: str = "",
    allowed: str = "",
    *,
    page: int = 1,
    bbox: tuple[float, float, float, float] | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        article=RULES[rule][0],
        page=where.page if where else page,
        bbox=where.bbox if where else bbox,
        measured=measured,
        allowed=allowed or RULES[rule][1],
        sentence=sentence,
    )


def between(value: float, low: float, high: float, eps: float = 0.15) -> bool:
    return low - eps <= value <= high + eps


def sized(rule: str, lines: list[Line], low: float, high: float, what: str) -> list[Finding]:
    """Every letter of the lines between two sizes."""
    for line in lines:
        bad = next((letter for letter in line.ink if not between(letter.size, low, high)), None)
        if bad:
            allowed = pt(low) if low == high else f"{pt(low)} - {pt(high)}"
            return [fault(rule, line, f"{what} có cỡ chữ {pt(bad.size)}, phải là {allowed}.", pt(bad.size), allowed)]
    return []


def excerpt(line: Line) -> str:
    return line.text if len(line.text) <= 60 else line.text[:57] + "…"
