from dossiers.models.document import Document, NumberSeries
from dossiers.models.dossier import Dossier, Nominee, Remark
from dossiers.models.nomination import Nomination
from dossiers.models.review import Review
from dossiers.models.signature import Signature, TrustRoot

__all__ = [
    "Document",
    "Dossier",
    "Nomination",
    "Nominee",
    "NumberSeries",
    "Remark",
    "Review",
    "Signature",
    "TrustRoot",
]
