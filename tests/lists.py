"""Every page and every endpoint that lists things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from config.api import described


@dataclass(frozen=True)
class ListPage:
    """`who` opens it; `args` may name what a `Province` has: "@unit", "@round" ….

    `most`: queries. `sums`: what the page adds up that is nowhere stored (`tests.bench.sums`). `cells`: fields of a row
    of an endpoint; what a page shows is counted in its HTML (`tests.bench.shown`).
    """

    name: str
    who: str = "standing"
    args: tuple[Any, ...] = ()
    query: str = ""
    cells: int = 0
    most: int = 12
    sums: str = ""

    @property
    def is_api(self) -> bool:
        return self.name.startswith("/")

    @property
    def label(self) -> str:
        """Its name, the same of no other."""
        whose = "" if self.is_api or self.who in ("", "standing") else f" ({self.who})"
        return f"{self.name}{self.query}{whose}"


PAGES = (
    ListPage("units:work", most=8),
    ListPage("units:work", who="admin", most=6),
    ListPage("units:work", who="leader", most=6),
    ListPage("units:work", who="board", most=7),
    ListPage("units:work", who="clerk", most=9),
    ListPage("units:work", who="head", most=7),
    # Everything at once.
    ListPage("units:work", who="programs"),
    ListPage("units:unit_list"),
    ListPage("units:unit_detail", args=("@root",)),
    ListPage("units:user_list", who="admin"),
    ListPage("units:substitutions", who="admin"),
    ListPage("units:audit_log", who="admin"),
    ListPage("campaigns:registration_list", query="?trang-thai=cho"),
    ListPage("campaigns:registration_list", query="?trang-thai=chua"),
    ListPage("campaigns:reminders"),
    ListPage("campaigns:contributions"),
    ListPage("campaigns:practices"),
    ListPage("campaigns:practice", args=("@practice",)),
    ListPage("targets:appraisals"),
    ListPage("targets:progress_heat"),
    ListPage("targets:progress_target", args=("CQS-1",), sums="target"),
    ListPage("targets:progress", sums="progress"),
    ListPage("targets:runs"),
    ListPage("targets:ranking_block", args=("@block",), most=8),
    ListPage("awards:register"),
    ListPage("dossiers:rounds"),
    ListPage("dossiers:round", args=("@round",)),
    # Two lists: what waits, and all.
    ListPage("dossiers:desk"),
    ListPage("dossiers:decisions", who="leader"),
    ListPage("dossiers:reviews"),
    ListPage("dossiers:consultations"),
    ListPage("dossiers:round_hearings", args=("@round",)),
    ListPage("dossiers:hearing", args=("@hearing",)),
    ListPage("dossiers:upward"),
    ListPage("dossiers:accesses", who="admin", args=("@dossier",)),
    ListPage("public:awards", who=""),
    ListPage("public:results", who="", sums="results"),
    ListPage("public:hearings", who=""),
)  # fmt: skip
# What stands for the placeholder of an endpoint's address, by the word before it.
THINGS = {
    "campaigns": "campaign", "drafts": "draft", "periods": "period", "reports": "report", "rounds": "round",
    "score-runs": "run", "dossiers": "dossier", "hearings": "hearing", "timeline": "decision",
    "progress": "indicator", "plan": "part", "entries": "part",
}  # fmt: skip

# As long as a file of the product is, and there for the tenants that the file names.
_OF_A_FILE = {"/reorganisation/steps/"}
_SUMS = {"/progress/": "targets", "/progress/{code}/units/": "figures"}
_QUERIES = {"/registrations/offers/": "?unit=@unit"}


def endpoints() -> tuple[ListPage, ...]:
    """Every endpoint of the API that gives a list, as its description says; named by its address."""
    found = []
    for address, methods in described()["paths"].items():
        answer: Any = methods.get("get", {}).get("responses", {}).get("200", {})
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        if "/Page_" in schema.get("$ref", "") and address not in _OF_A_FILE:
            row = described()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["properties"]["results"]
            shape = row.get("items", {}).get("$ref", "").rsplit("/", 1)[-1]
            fields = described()["components"]["schemas"].get(shape, {}).get("properties", {})
            cells = min(max(len(fields), 6), 12)
            more = {"query": _QUERIES.get(address, ""), "sums": _SUMS.get(address, "")}
            found.append(ListPage(address, "programs", cells=cells, **more))
    return tuple(found)
