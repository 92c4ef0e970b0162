"""A dossier, or all dossiers of a round, as one file: merged PDF, ZIP with an index, XML with metadata."""

from dossiers.whole.pieces import File, Paper
from dossiers.whole.writing import FORMS, merged, metadata, packed

__all__ = ["FORMS", "File", "Paper", "merged", "metadata", "packed"]
