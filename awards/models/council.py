"""The council (Hội đồng Thi đua - Khen thưởng) of a round: members, interests, meetings, agenda, ballots.

Who voted is a row (`BallotReceipt`). How a member voted is a row only where the meeting votes openly
(`OpenBallot`). A secret ballot leaves nothing but the counters of `AgendaChoice`, all of which every ballot writes,
so that neither rows, nor their order, nor the transactions that wrote them lead from a member to a vote.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from awards.enums import AgendaKind, Attending, BallotMode, CouncilRole, MeetingState
from config.kernel.tenancy import TenantModel


class CouncilMember(TenantModel):
    """One who votes in a round. `user_id`: the account that votes on the screen; None: the secretary enters the vote.

    `unit`: the member's own unit, on which he or she never votes.
    """

    round = models.ForeignKey("awards.AwardRound", on_delete=models.CASCADE, related_name="council")
    person = models.ForeignKey("units.Person", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12, choices=CouncilRole.choices, default=CouncilRole.MEMBER)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "round", "name", "title"], name="awards_council_once"),
            models.UniqueConstraint(
                fields=["tenant", "round", "user_id"], condition=Q(user_id__isnull=False), name="awards_council_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilInterest(TenantModel):
    """A member's declared interest in a candidate; the own unit and oneself need no declaration."""

    member = models.ForeignKey(CouncilMember, on_delete=models.CASCADE, related_name="interests")
    subject = models.ForeignKey("awards.RoundSubject", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=400)
    declared_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "subject"], name="awards_interest_once")]

    def __str__(self) -> str:
        return self.reason


class CouncilMeeting(TenantModel):
    """A sitting. Quorum: at least numerator/denominator of all members took part, in the room or in writing."""

    round = models.ForeignKey("awards.AwardRound", on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PREPARING)
    version = models.PositiveIntegerField(default=1)
    held_on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField(null=True)
    location = models.CharField(max_length=200)
    secret = models.BooleanField(default=True)
    quorum_numerator = models.PositiveSmallIntegerField(default=2)
    quorum_denominator = models.PositiveSmallIntegerField(default=3)
    quorum_source = models.CharField(max_length=200, blank=True)
    discussion = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tenant", "round", "number"], name="awards_meeting_number")]

    def __str__(self) -> str:
        return f"Phiên họp thứ {self.number} của Hội đồng"


class CouncilAttendance(TenantModel):
    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="attendance")
    mode = models.CharField(max_length=8, choices=Attending.choices)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "meeting", "member"], name="awards_attendance_once")]

    def __str__(self) -> str:
        return self.get_mode_display()


class AgendaItem(TenantModel):
    """What is voted on. `threshold_percent` of all who may vote must agree, by `threshold_source`.

    A tie has `seats` places for its choices and no threshold: most votes win. `outcome` is a sentence.
    """

    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=AgendaKind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=400)
    rule = models.ForeignKey("awards.AwardRule", on_delete=models.PROTECT, null=True, related_name="+")
    award_form = models.CharField(max_length=12)
    seats = models.PositiveSmallIntegerField(null=True)
    threshold_percent = models.PositiveSmallIntegerField(null=True)
    threshold_source = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class AgendaChoice(TenantModel):
    """One case, or one of the equals of a tie. `base`: members who may vote on it, counted at the opening.

    The counters are shown to nobody before the meeting is closed.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="choices")
    candidate = models.ForeignKey("awards.Candidate", on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=250)
    detail = models.CharField(max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    yes = models.PositiveSmallIntegerField(default=0)
    no = models.PositiveSmallIntegerField(default=0)
    blank = models.PositiveSmallIntegerField(default=0)
    base = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "item", "key"], name="awards_choice_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def agreed_h(self) -> int:
        """Hundredths of a percent of those who may vote on it, that said yes; half up."""
        return (self.yes * 20_000 // self.base + 1) // 2 if self.base else 0


class BallotReceipt(TenantModel):
    """That a member voted in a meeting, once."""

    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.PROTECT, related_name="receipts")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="receipts")
    mode = models.CharField(max_length=8, choices=BallotMode.choices)
    at = models.DateTimeField(auto_now_add=True)
    entered_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "meeting", "member"], name="awards_ballot_once")]

    def __str__(self) -> str:
        return self.get_mode_display()


class OpenBallot(TenantModel):
    """How a member voted on one choice of an open vote; `yes` None: no opinion."""

    choice = models.ForeignKey(AgendaChoice, on_delete=models.CASCADE, related_name="open_ballots")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="+")
    yes = models.BooleanField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "choice", "member"], name="awards_open_ballot_once")]

    def __str__(self) -> str:
        return str(self.yes)
