from units.models.notice import Notice, SavedSearch
from units.models.person import Person
from units.models.role import Membership, Role
from units.models.substitution import Substitution
from units.models.tenant import Tenant
from units.models.token import ApiRequest, ApiToken
from units.models.unit import Unit, UnitSuccession
from units.models.user import User

__all__ = [
    "ApiRequest",
    "ApiToken",
    "Membership",
    "Notice",
    "Person",
    "Role",
    "SavedSearch",
    "Substitution",
    "Tenant",
    "Unit",
    "UnitSuccession",
    "User",
]
