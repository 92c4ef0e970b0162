from dossiers.models.document import Document, NumberSeries
from dossiers.models.dossier import Dossier, Nominee, Remark

__all__ = ["Document", "Dossier", "Nominee", "NumberSeries", "Remark"]
