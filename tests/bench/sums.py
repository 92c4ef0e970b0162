"""Pages that show sums of a thousand rows: the same sums as plain SQL, written by hand, for the bare page beside them.

A page that shows rows of a table is compared with a query that reads as many rows. What is added up of all rows of a
year cannot be read so; there the bare page asks one statement for what the page shows, under the same wall, and draws
as many rows and values as the page does. One for each page whose figures are nowhere stored (`ListPage.sums`).
"""

from __future__ import annotations

_SENT = """
    with sent as (
        select r.id, r.uid, r.unit_id, r.unit_name, r.state from targets_annualreport r
        where r.tenant_id = %(tenant)s and r.year = 2023 and r.state in ('submitted', 'appraised', 'closed')
    ), told as (
        select v.indicator_id, s.*, v.final_verdict,
            case when v.final_set then v.final_numerator when v.decision = 'changed' then v.appraised_numerator
                 else v.numerator end as n,
            case when v.final_set then v.final_denominator when v.decision = 'changed' then v.appraised_denominator
                 else v.denominator end as d
        from targets_reportvalue v join sent s on s.id = v.report_id where v.tenant_id = %(tenant)s
"""
_ALL = f"{_SENT})"
_ONE = _SENT + " and v.indicator_id in (select id from targets_indicator where code = 'CQS-1'))"  # noqa: S608 -- no input
_BY_KIND = """
    (select u.kind, '', count(*), count(*) filter (where s.state = 'submitted'), null::numeric, null::numeric
     from sent s join units_unit u on u.id = s.unit_id group by u.kind)
"""
_BY_TARGET = """
    (select i.code, i.name, count(*), count(*) filter (where t.final_verdict = 'met'), sum(t.n), sum(t.d)
     from told t join targets_indicator i on i.id = t.indicator_id where t.d > 0 group by i.id, i.code, i.name)
"""
_LAST = """
    (select uid::text, unit_name, count(*), count(*) filter (where final_verdict <> 'met'), null, null
     from told where d > 0 group by id, uid, unit_name order by 4 desc, id limit 10)
"""
_BY_DISTRICT = """
    (select coalesce(p.name, ''), '', count(*), count(*) filter (where t.final_verdict = 'met'), sum(t.n), sum(t.d)
     from told t join units_unit u on u.id = t.unit_id
     left join units_unit p on p.id = u.parent_id and p.level = 'district' where t.d > 0 group by 1)
"""
_LOWEST = """
    (select uid::text, unit_name, null::int, null::int, n, d from told where d > 0 order by n / d, id limit {most})
"""

SUMS = {
    "progress": f"{_ALL} {_BY_KIND} union all {_BY_TARGET} union all {_LAST}",
    "targets": f"{_ALL} {_BY_TARGET}",
    "target": f"{_ONE} {_BY_KIND} union all {_BY_DISTRICT} union all {_LOWEST.format(most=30)}",
    "figures": f"{_ONE} {_LOWEST.format(most=50)}",
    "results": """
        with shown as (
            select t.block_code, t.unit_name, t.ratio_h, t.rank, t.run_id, t.unit_id, u.kind, u.sort_key
            from targets_scoretotal t join units_unit u on u.id = t.unit_id
            where t.tenant_id = %(tenant)s and t.run_id in (select id from targets_scorerun where state = 'published')
        )
        (select 'kind', kind, block_code, count(*) from shown group by kind, block_code)
        union all
        (select 'target', l.indicator::text, sum(l.amount)::text, sum(l.base) from shown s
         join targets_scorelines o on o.run_ref = s.run_id and o.unit_ref = s.unit_id
         cross join unnest(o.indicators, o.amounts, o.bases) as l(indicator, amount, base) group by l.indicator)
        union all
        (select 'first', block_code, unit_name, ratio_h
         from (select s.*, row_number() over (partition by block_code order by sort_key) as place
               from shown s where rank = 1) f where place <= 3)
        union all
        (select 'honour', name, form_name, year from awards_awardgranted
         where tenant_id = %(tenant)s and state = 'granted' order by decided_on desc, sort_key, id limit 6)
        union all
        (select 'tally', recipient, '', count(*) from awards_awardgranted
         where tenant_id = %(tenant)s and state = 'granted' group by recipient)
    """,
}  # fmt: skip
