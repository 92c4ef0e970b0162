"""Who does what in the demonstration: for each unit a clerk and a head, for the tenant its officers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from config.demo.trail import Who
from units.models import Membership, Person, Tenant, Unit


@dataclass(frozen=True)
class Staff:
    """People by unit id; where a unit has accounts, their holders."""

    clerks: dict[int, Who]
    heads: dict[int, Who]
    standing: tuple[Who, ...]

    @classmethod
    def of(cls, tenant: Tenant) -> Staff:
        """Read once per tenant."""
        workers: dict[int, list[Person]] = defaultdict(list)
        for person in Person.objects.filter(is_active=True).order_by("is_leader", "id"):
            if person.unit_id is not None:
                workers[person.unit_id].append(person)
        clerks = {unit: Who(found[0].full_name, found[0].position) for unit, found in workers.items()}
        heads = {unit.pk: Who(unit.head_name, unit.head_title) for unit in Unit.objects.exclude(head_name="")}
        standing = []
        for row in Membership.objects.select_related("user", "role", "unit").order_by("id"):
            who = Who(row.user.full_name, row.title, row.user_id)
            if row.role.code == "clerk" and row.unit_id is not None:
                clerks[row.unit_id] = who
            elif row.role.code == "head" and row.unit_id is not None:
                heads[row.unit_id] = who
            elif row.role.code == "standing":
                standing.append(who)
        return cls(clerks, heads, tuple(standing) or (Who(tenant.standing_short, ""),))

    def clerk(self, unit: Unit) -> Who:
        return self.clerks.get(unit.pk) or Who(unit.display_name)

    def head(self, unit: Unit) -> Who:
        return self.heads.get(unit.pk) or Who(unit.head_name or unit.display_name, unit.head_title)
