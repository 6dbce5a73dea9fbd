"""mart.dossier_form: the counts of Biểu II.06a/VPCP/KSTT, for calendar periods and those of Nghị định 09/2019 (15th to 14th)."""

import pytest

from tests.support.drawn_frames import assert_drawn
from tests.support.drawn_warehouse import DrawnWarehouse

#: What the form prints, in its order.
COUNTS = """received_total, received_online, received_direct_postal, carried_over, resolved_total, resolved_early, resolved_on_time, resolved_late,
            open_total, open_in_time, open_overdue"""  # noqa: E501
LOG = """
    dossier_code | field_name | channel | received_at | due_at     | finished_at | outcome | status_code | is_received
    -------------+------------+---------+-------------+------------+-------------+---------+-------------+------------
    a            | Hộ tịch    | online  | 2026-06-10  | 2026-06-12 | 2026-06-11  | early   | 9           | 1
    b            | Hộ tịch    | direct  | 2026-06-10  | 2026-06-12 | 2026-07-02  | late    | 9           | 1
    c            | Hộ tịch    | postal  | 2026-07-14  | 2026-07-16 | 2026-07-16  | on_time | 9           | 1
    d            | Chứng thực | online  | 2026-07-15  | 2026-07-31 |             | open    | 4           | 1
    e            | Chứng thực | direct  | 2026-07-15  | 2026-07-30 |             | open    | 4           | 1
    f            |            | online  | 2026-07-20  | 2026-07-22 | 2026-07-21  | on_time | 7           | 1
    refused      | Hộ tịch    | online  | 2026-07-20  | 2026-07-22 | 2026-07-21  | early   | 3           | 0
    registered   | Hộ tịch    | online  | 2026-07-20  | 2026-07-22 |             | open    | 1           | 0
"""


@pytest.fixture
def log(warehouse: DrawnWarehouse) -> DrawnWarehouse:
    warehouse.publish("dossiers", "2026-06", "2026-07")
    warehouse.fill("fact_dossier", LOG)
    return warehouse


def form(where: str, *also: str) -> str:
    return (
        f"select {', '.join(also)}{', ' if also else ''}{COUNTS} from mart.dossier_form where {where} order by period_start, "
        "field_name nulls first"
    )


def test_a_month_counts_what_came_what_was_carried_over_what_ended_and_what_is_open(log: DrawnWarehouse) -> None:
    assert_drawn(
        log.query(form("calendar = 'calendar' and period_kind = 'month' and field_name is null", "period_start", "period_end")),
        """
        period_start | period_end | received_total | received_online | received_direct_postal | carried_over | resolved_total | resolved_early
        -------------+------------+----------------+-----------------+------------------------+--------------+----------------+---------------
        2026-06-01   | 2026-06-30 | 2              | 1               | 1                      | 0            | 1              | 1
        2026-07-01   | 2026-07-31 | 5              | 2               | 2                      | 1            | 3              | 0
    """,  # noqa: E501
    )
    assert_drawn(
        log.query(form("calendar = 'calendar' and period_kind = 'month' and field_name is null")),
        """
        resolved_on_time | resolved_late | open_total | open_in_time | open_overdue
        -----------------+---------------+------------+--------------+-------------
        0                | 0             | 1          | 0            | 1
        2                | 1             | 2          | 1            | 1
    """,
    )


def test_each_field_of_work_has_a_row_and_one_without_a_field_says_so(log: DrawnWarehouse) -> None:
    assert_drawn(
        log.query(form("calendar = 'calendar' and period_kind = 'month' and period_start = '2026-07-01'", "field_name")),
        """
        field_name        | received_total | carried_over | resolved_total | open_total
        ------------------+----------------+--------------+----------------+-----------
                          | 5              | 1            | 3              | 2
        Chưa rõ lĩnh vực  | 1              | 0            | 1              | 0
        Chứng thực        | 2              | 0            | 0              | 2
        Hộ tịch           | 2              | 1            | 2              | 0
    """,
    )


def test_longer_periods_begin_before_the_first_log(log: DrawnWarehouse) -> None:
    found = log.query(
        form("calendar = 'calendar' and period_kind <> 'month' and field_name is null", "period_kind", "period_start", "period_end")
    )
    assert_drawn(
        found.sort("period_start", "period_kind"),
        """
        period_kind | period_start | period_end | received_total | carried_over | resolved_total | open_total
        ------------+--------------+------------+----------------+--------------+----------------+-----------
        half        | 2026-01-01   | 2026-06-30 | 2              | 0            | 1              | 1
        nine_months | 2026-01-01   | 2026-09-30 | 6              | 0            | 4              | 2
        year        | 2026-01-01   | 2026-12-31 | 6              | 0            | 4              | 2
        quarter     | 2026-04-01   | 2026-06-30 | 2              | 0            | 1              | 1
        half        | 2026-07-01   | 2026-12-31 | 5              | 1            | 3              | 2
        quarter     | 2026-07-01   | 2026-09-30 | 5              | 1            | 3              | 2
    """,
    )


def test_a_month_of_nghi_dinh_09_runs_from_the_fifteenth_to_the_fourteenth(log: DrawnWarehouse) -> None:
    """In the month that ends on 14 July, c has just come; d, e and f belong to the next, which no published log begins."""
    assert_drawn(
        log.query(form("calendar = 'nd09' and period_kind = 'month' and field_name is null", "period_start", "period_end")),
        """
        period_start | period_end | received_total | carried_over | resolved_total | open_total
        -------------+------------+----------------+--------------+----------------+-----------
        2026-05-15   | 2026-06-14 | 2              | 0            | 1              | 1
        2026-06-15   | 2026-07-14 | 2              | 1            | 1              | 1
    """,
    )


def test_quarters_and_years_of_nghi_dinh_09_are_made_of_its_months(log: DrawnWarehouse) -> None:
    found = log.query(
        form("calendar = 'nd09' and period_kind in ('quarter', 'year') and field_name is null", "period_kind", "period_start", "period_end")
    )
    assert_drawn(
        found.sort("period_start", "period_kind"),
        """
        period_kind | period_start | period_end | received_total | carried_over
        ------------+--------------+------------+----------------+-------------
        year        | 2025-12-15   | 2026-12-14 | 6              | 0
        quarter     | 2026-03-15   | 2026-06-14 | 2              | 0
        quarter     | 2026-06-15   | 2026-09-14 | 5              | 1
    """,
    )


MANY = """
    insert into warehouse.fact_dossier (ward_key, dossier_code, procedure_key, channel_key, received_date_key, due_date_key,
    finished_date_key, returned_date_key,
        end_date_key, state_month_key, delivery_key, field_name, received_at, due_at, finished_at, returned_at, status_code, is_received,
        outcome, row_number)
    select %s, 'N' || n, 0, n %% 4, 0, 0, 0, 0, 0, 0, 0, case n %% 3 when 0 then 'Hộ tịch' when 1 then 'Chứng thực' end, came, came + (n %%
    7) * interval '1 day',
           case when n %% 5 < 3 then ended end, case when n %% 5 = 3 then ended end, 9, (n %% 11 > 0)::int,
           case when n %% 5 > 3 then 'open' when ended::date < (came + (n %% 7) * interval '1 day')::date then 'early'
                when ended::date = (came + (n %% 7) * interval '1 day')::date then 'on_time' else 'late' end, n
    from generate_series(1, 400) n
    cross join lateral (select timestamp '2026-01-01 08:00' + (n * 37 %% 360) * interval '1 day' as came) r
    cross join lateral (select came + (n %% 13) * interval '3 day' as ended) e
"""
BROKEN = """
    with form as (select *, coalesce(field_name, '') as field from mart.dossier_form)
    select f.calendar, f.period_kind, f.period_start, f.field
    from form f
    left join form b on b.calendar = f.calendar and b.period_kind = f.period_kind and b.field = f.field and b.period_end = f.period_start -
    1
    where f.received_total <> f.received_online + f.received_direct_postal + f.carried_over
       or f.received_total <> f.resolved_total + f.open_total
       or f.resolved_total <> f.resolved_early + f.resolved_on_time + f.resolved_late
       or f.open_total <> f.open_in_time + f.open_overdue
       or f.carried_over <> b.open_total
"""


def test_the_forms_identities_hold_for_every_period_and_field_of_work(warehouse: DrawnWarehouse) -> None:
    """Received = online + direct and postal + carried over = resolved + open; carried over = open at the end of the period before."""
    warehouse.publish("dossiers", *(f"2026-{month:02d}" for month in range(1, 13)))
    warehouse.connection.exec_driver_sql(MANY, (warehouse.ward_key,))
    assert warehouse.query("select count(*)::int as rows from mart.dossier_form where received_total > 0")["rows"][0] > 150
    assert warehouse.query(BROKEN).rows() == []
    fields = warehouse.query("""select calendar, period_kind, period_start from mart.dossier_form group by 1, 2, 3
        having sum(received_total) filter (where field_name is null) <> sum(received_total) filter (where field_name is not null)""")
    assert fields.rows() == []


def test_the_indicators_agree_with_the_form(warehouse: DrawnWarehouse) -> None:
    warehouse.publish("dossiers", *(f"2026-{month:02d}" for month in range(1, 13)))
    warehouse.connection.exec_driver_sql(MANY, (warehouse.ward_key,))
    form_rates = warehouse.query("""select period_start as month, (resolved_early + resolved_on_time)::numeric as numerator,
        resolved_total::numeric as denominator
        from mart.dossier_form where calendar = 'calendar' and period_kind = 'month' and field_name is null order by period_start""")
    computed = warehouse.computed("HC01", "indicator_code = 'HC01' and c.window_kind = 'month'")
    assert computed.select("month", "numerator", "denominator").rows() == form_rates.rows()
