"""Rules C01 to C05: about a source and a month by the submission calendar. They stand on no delivery, for there is none.

Of each month the first rule alone speaks that is broken, the gravest first, so that one silence is told once. The rules are asked of a few
dozen rows on every night, also on those that bring nothing: they are evaluated here, without waking Great Expectations.

Data flow: rows of ``transforms.submissions`` -> ``judge_submissions`` -> rule_code, severity, message_vi beside them
"""

import polars as pl

from expectations.registry import NAMES_VI
from expectations.rule import Rule
from expectations.wording import day, say
from transforms.submissions import MISSING

_NAME = pl.col("source").replace_strict(NAMES_VI, default=pl.col("source"))
_MONTH = pl.col("month").dt.strftime("%m/%Y")
_LATE = pl.col("days_late")
_IS_MISSING = pl.col("state").is_in(MISSING)
#: The newest month of its source whose list is missing: what is said of a whole source is said there alone.
_IS_NEWEST_MISSING = pl.col("month") == pl.col("month").filter(_IS_MISSING).max().over("source")

#: In the order in which they are asked.
RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "C04",
            "warning",
            "a_source_with_due_days_has_sent_something",
            None,
            _IS_MISSING & pl.col("is_never_seen"),
            say(
                "{}: chưa từng nhận tệp nào; kỳ gần nhất đến hạn là tháng {} (hạn nộp {}). Kiểm tra nơi gửi và nơi nhận tệp, hoặc bỏ hạn "
                "nộp của nguồn này trong ward.toml.",
                _NAME,
                _MONTH,
                day("due_date"),
            ),
        ),
        Rule(
            "C03",
            "warning",
            "a_source_is_not_silent_for_two_months",
            None,
            _IS_NEWEST_MISSING & (pl.col("silent_count") > 1),
            say(
                "{}: {} kỳ liền chưa nhận, gần nhất là tháng {} (hạn nộp {}). Liên hệ đơn vị gửi: có thể đã đổi người làm hoặc đổi nơi "
                "gửi tệp.",
                _NAME,
                pl.col("silent_count"),
                _MONTH,
                day("due_date"),
            ),
        ),
        Rule(
            "C02",
            "warning",
            "a_list_is_not_overdue",
            None,
            pl.col("state") == "overdue",
            say(
                "{} tháng {}: hạn nộp {}, đã quá hạn {} ngày làm việc mà chưa nhận. Đề nghị đơn vị gửi ngay, hoặc ghi nhận kỳ này không "
                "phát sinh.",
                _NAME,
                _MONTH,
                day("due_date"),
                _LATE,
            ),
        ),
        Rule(
            "C01",
            "warning",
            "a_list_comes_by_its_due_date",
            None,
            pl.col("state") == "late",
            say(
                "{} tháng {}: hạn nộp {}, đã trễ {} ngày làm việc. Nhắc đơn vị gửi, hoặc ghi nhận kỳ này không phát sinh.",
                _NAME,
                _MONTH,
                day("due_date"),
                _LATE,
            ),
        ),
        Rule(
            "C05",
            "info",
            "a_list_came_by_its_due_date",
            None,
            pl.col("state") == "published_late",
            say(
                "{} tháng {}: nhận ngày {}, sau hạn nộp {} là {} ngày làm việc.",
                _NAME,
                _MONTH,
                day("arrived_on"),
                day("due_date"),
                _LATE,
            ),
        ),
    )
}


def judge_submissions(states: pl.DataFrame) -> pl.DataFrame:
    """``states``: rows of ``submission_states`` with ``is_never_seen`` (no file of the source ever came). Adds rule_code, severity and
    message_vi, null where no rule is broken. Of a source that never sent anything the newest missing month alone speaks."""
    is_silent = _IS_MISSING & pl.col("is_never_seen") & ~_IS_NEWEST_MISSING
    broken = pl.lit(None, pl.String)
    for rule in reversed(RULES.values()):
        broken = pl.when(rule.bad).then(pl.lit(rule.code)).otherwise(broken)
    judged = states.with_columns_seq(rule_code=pl.when(~is_silent).then(broken))
    message = pl.coalesce(pl.when(pl.col("rule_code") == rule.code).then(rule.message) for rule in RULES.values())
    severities = {rule.code: rule.severity for rule in RULES.values()}
    return judged.with_columns_seq(message_vi=message, severity=pl.col("rule_code").replace_strict(severities, default=None))
