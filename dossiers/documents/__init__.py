"""Papers of the award process: `compose("proposal", facts, fields).pdf()`.

Kinds register themselves on import of this package; `kinds.KINDS` lists them.
"""

from dossiers.documents import agency_papers, certificates, decisions, letters, unit_papers  # noqa: F401 (they register their kinds)
from dossiers.documents.compose import Composition, Incomplete, compose, missing
from dossiers.documents.kinds import KINDS, DocumentKind, Field, kind, kinds_on

__all__ = ["KINDS", "Composition", "DocumentKind", "Field", "Incomplete", "compose", "kind", "kinds_on", "missing"]
