"""Cases from outside: a council's or an auditor's own file, read strictly into plain facts.

    plan: kien-giang            # which tenant's plan and rules
    occasion: preliminary       # annual | preliminary | final | ad_hoc
    year: 2023
    decided_on: 2023-12-20      # optional: prizes as of that day
    contribution_norm: 50000000 # optional, đồng
    units:
      - key: ha-tien            # unique in the case
        kind: district          # kinds of unit as in a plan file
        name: UBND thành phố Hà Tiên
        block: KHOI-B           # optional: by kind otherwise
        fill: met               # met: values not given stand exactly at their threshold; none (default): not reported
        values:                 # by indicator or target code
          CQS-2023-2: 72/100    # numerator/denominator; 72 = percent or number; yes/no; text; {points: 8} by hand
          KTS-2023-1: "n/a: không có doanh nghiệp"
        unproven: [CQS-2023-1]  # values without valid evidence
        report: 2023-12-10      # sent on; or a list [{year, sent, last_day}]; given values imply one in time
        registered: 2022-12-01  # or yes / no
        launch_plan: 12/KH-UBND # or yes / no
        score: {ratio: 84.20, pillars: [90, 80], rank: 2}   # an index from outside, instead of values
        classified: excellent
        women: 71.5             # percent of the staff;  staff: 12;  party: no
        merit: 90               # points by hand;  bonus: 1.5
        attest: {"*": yes, TC-5: no}   # answers by criterion code or standard; "*": all others
        contributions: [{year: 2023, amount: 60000000, in_kind: yes, recognised: yes}]
        initiatives: [{title: …, level: district, recognised: yes, replicated: no, year: 2023}]
        discipline: [{form: Khiển trách, decided: 2023-03-01, ended: 2024-03-01}]
        holds: [inspection]
        earlier: [{form: BK_TINH, year: 2022, decision: 12/QĐ-UBND, same_round: no, milestone: 2023}]
        years: [2022, 2023]     # years of taking part
    people:
      - {key: an, name: …, kind: civil_servant, unit: ha-tien, gender: female, role: direct, …as for units}
    votes: [{rule: KT-SK-TT, among: [a, b], order: [b, a]}]
    withdrawn: {KT-SK-TT: [c]}
    overrides: {KT-SK-CN: lý do của Hội đồng}
    rules: []                   # rules of one's own beside the plan's, with a plan file's keys
    only: [KT-SK-TT]            # optional: run only these rules

A file holds one case, or `defaults:` (merged into each) and `cases:`, each with a `name`. `expect`, `section`, `about`
are for the
reader and for tests. An unknown key, a wrong word or number is an error that names its place.
"""

from awards.cases.model import Answers, Case, PersonCase, Sent, UnitCase, Value
from awards.cases.reading import read_cases
from awards.cases.scalars import CaseError

__all__ = ["Answers", "Case", "CaseError", "PersonCase", "Sent", "UnitCase", "Value", "read_cases"]
