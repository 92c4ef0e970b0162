"""The records officer's ruler: checks any PDF against Nghị định 30/2020/NĐ-CP, Phụ lục I. Pure.

`inspect(pdf_bytes, kind=None)` returns what is wrong, nothing when nothing is. `notices` returns remarks
that are no faults (a substitute typeface).
"""

from config.kernel.papers.inspector import inspect, notices
from config.kernel.papers.model import RULES, Finding

__all__ = ["RULES", "Finding", "inspect", "notices"]
