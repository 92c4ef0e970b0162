"""The campaign and the base of everything that its plan lists."""

from __future__ import annotations

from django.db import models

from campaigns.enums import CampaignState
from campaigns.plans import vocabulary as words
from config.kernel.tenancy import TenantModel


class Campaign(TenantModel):
    """One phong trào thi đua as its plan starts it. `period_to` is None where the plan leaves the end open.

    `text` is the plan's own heading. `version` counts the changes of content since it was first loaded. `edited_at`:
    last published from the browser, after which a plan file no longer overwrites it unasked. `source_text` holds the
    words that quotations are checked against where no source file does.
    """

    code = models.CharField(max_length=60)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    date = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    title = models.CharField("tên phong trào", max_length=400)
    theme = models.CharField("chủ đề", max_length=300, blank=True)
    text = models.TextField(blank=True)
    period_from = models.PositiveSmallIntegerField()
    period_to = models.PositiveSmallIntegerField(null=True, blank=True)
    period_text = models.TextField(blank=True)
    signer = models.CharField(max_length=120, blank=True)
    signer_title = models.CharField(max_length=200, blank=True)
    source_kind = models.CharField(max_length=16, choices=list(words.SOURCE_KINDS.items()), default="plan")
    source_file = models.CharField(max_length=200, blank=True)
    source_note = models.TextField(blank=True)
    source_text = models.TextField("toàn văn", blank=True)
    state = models.CharField(max_length=12, choices=CampaignState.choices, default=CampaignState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    loaded_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-period_from", "id")
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="campaigns_campaign_code")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_press_summary(self) -> bool:
        return self.source_kind == "press_summary"

    @property
    def years(self) -> list[int]:
        """Every year of the period; an open end counts as the first year only."""
        return list(range(self.period_from, (self.period_to or self.period_from) + 1))

    @property
    def plan_name(self) -> str:
        """As in "Kế hoạch số 243/KH-UBND"; where the number is blank in the paper, only "Kế hoạch"."""
        return f"Kế hoạch số {self.number}" if self.number else "Kế hoạch (chưa ghi số)"

    @property
    def own_theme(self) -> str:
        """The theme, where the name does not say it already."""
        return "" if self.theme.lower() in self.title.lower() else self.theme

    @property
    def period_label(self) -> str:
        return f"{self.period_from}–{self.period_to}" if self.period_to else f"từ {self.period_from}"


class PlanItem(TenantModel):
    """An entry of a plan: its code, the plan's section and own words. Never deleted once loaded: an entry
    that a later plan file no longer holds is `withdrawn`. `source` tells the plan's own entries from what the tenant
    added: those are never shown as the plan's."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="%(class)ss")
    code = models.CharField(max_length=60)
    section = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    source = models.CharField(max_length=16, choices=list(words.ITEM_SOURCES.items()), default="plan")

    class Meta:
        abstract = True
        ordering = ("order", "id")

    def __str__(self) -> str:
        return f"{self.code} ({self.section})" if self.section else self.code
