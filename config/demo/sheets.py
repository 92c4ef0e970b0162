"""Every kind of paper of a tenant, under each legal regime of its campaign."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from config.demo.sheet_facts import Writer
from config.kernel.tenancy import current_tenant
from dossiers.documents import KINDS
from dossiers.documents.data import Facts
from dossiers.documents.regimes import REGIMES, Regime
from units.models import Tenant

# The districts ended with the reform of local government, in the middle of the third regime's first day.
DISTRICTS_ENDED = dt.date(2025, 7, 1)
_EFFECTS = "Thời gian giải quyết thủ tục được rút ngắn; người dân, doanh nghiệp thuận lợi hơn khi làm thủ tục."
TYPED = {
    "report_collective": {
        "overview": "Đơn vị có cơ cấu tổ chức ổn định, nội bộ đoàn kết, hoàn thành tốt nhiệm vụ được giao.",
        "measures": "Đơn vị đã ban hành kế hoạch phát động, phân công người phụ trách từng chỉ tiêu, kiểm tra hằng"
        " tháng.\nThành lập tổ công nghệ số cộng đồng, hướng dẫn người dân nộp hồ sơ trực tuyến.",
        "effects": _EFFECTS,
    },
    "report_individual": {
        "overview": "Được giao theo dõi nhiệm vụ chuyển đổi số của đơn vị; hằng năm hoàn thành tốt nhiệm vụ.",
        "measures": "Trực tiếp tham mưu kế hoạch phát động phong trào thi đua, theo dõi số liệu từng chỉ tiêu.\n"
        "Cùng tổ công nghệ số cộng đồng hướng dẫn người dân nộp hồ sơ trực tuyến.",
        "effects": _EFFECTS,
    },
}


@dataclass(frozen=True)
class Sheet:
    """One paper to draw: where it goes is `<tenant>/<regime>/<kind>`."""

    tenant: str
    regime: str
    kind: str
    facts: Facts
    typed: dict[str, str]


def regimes_of(tenant: Tenant, campaign: Campaign) -> list[Regime]:
    """Regimes whose days fall into the campaign, while the tenant still is what it is."""
    first = dt.date(campaign.period_from, 1, 1)
    last = dt.date(campaign.period_to or 2025, 12, 31)
    if tenant.level == Tenant.Level.DISTRICT:
        last = min(last, DISTRICTS_ENDED - dt.timedelta(days=1))
    if tenant.valid_to:
        last = min(last, tenant.valid_to)
    return [row for row in REGIMES if row.valid_from <= last and (row.valid_to is None or row.valid_to >= first)]


def sheets(*, kinds: list[str] | None = None, regimes: list[str] | None = None) -> list[Sheet]:
    """Every paper of the current tenant. Call inside its scope."""
    tenant, campaign = current_tenant(), the_campaign()
    found = []
    for regime in regimes_of(tenant, campaign):
        if regimes and regime.code not in regimes:
            continue
        writer = Writer(tenant, campaign, regime)
        for code, kind in sorted(KINDS.items()):
            if regime.code in kind.regimes and (not kinds or code in kinds):
                found.append(Sheet(tenant.slug, regime.code, code, writer.facts(code), dict(TYPED.get(code, {}))))
    return found
