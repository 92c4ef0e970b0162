from dossiers.models.consultation import Consultation
from dossiers.models.document import Document, NumberSeries
from dossiers.models.dossier import Dossier, Nominee, Remark
from dossiers.models.hearing import Hearing, PublicComment
from dossiers.models.nomination import Nomination
from dossiers.models.review import Review
from dossiers.models.signature import Signature, TrustRoot
from dossiers.models.trace import Access, SearchText
from dossiers.models.upward import UpwardAnswer

__all__ = [
    "Access",
    "Consultation",
    "Document",
    "Dossier",
    "Hearing",
    "Nomination",
    "Nominee",
    "NumberSeries",
    "PublicComment",
    "Remark",
    "Review",
    "SearchText",
    "Signature",
    "TrustRoot",
    "UpwardAnswer",
]
