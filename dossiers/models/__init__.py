from dossiers.models.document import Document, NumberSeries
from dossiers.models.dossier import Dossier, Nominee, Remark
from dossiers.models.nomination import Nomination
from dossiers.models.review import Review

__all__ = ["Document", "Dossier", "Nomination", "Nominee", "NumberSeries", "Remark", "Review"]
