from dossiers.models.document import Document, NumberSeries
from dossiers.models.dossier import Dossier, Nominee, Remark
from dossiers.models.nomination import Nomination

__all__ = ["Document", "Dossier", "Nomination", "Nominee", "NumberSeries", "Remark"]
