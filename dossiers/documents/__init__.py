"""Papers of the award process: `compose("proposal", facts, fields).pdf()`.

Kinds register themselves on import of this package; `kinds.KINDS` lists them.
"""

from dossiers.documents import (  # noqa: F401 (they register their kinds)
    agency_papers,
    certificates,
    council_papers,
    decisions,
    higher,
    letters,
    notices,
    records,
    reviews,
    unit_papers,
)
from dossiers.documents.compose import Composition, Incomplete, compose, missing
from dossiers.documents.kinds import KINDS, DocumentKind, Field, kind, kinds_on

__all__ = ["KINDS", "Composition", "DocumentKind", "Field", "Incomplete", "compose", "kind", "kinds_on", "missing"]
