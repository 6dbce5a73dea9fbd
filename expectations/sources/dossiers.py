"""Rules D01 to D14: the month's log of dossiers. Of refused and newly registered dossiers only D01 and D13 are judged."""

from datetime import timedelta

import polars as pl

from expectations.context import RuleContext
from expectations.rule import Rule
from expectations.wording import code, day, raw, say, shown
from transforms.cleaning.model import Cleaned
from transforms.sources.dossiers import FINISHED, RETURNED


def prepare(cleaned: Cleaned, knowledge: RuleContext) -> pl.DataFrame:
    return cleaned.frame


def _before(earlier: str, later: str) -> pl.Expr:
    """``earlier`` lies before ``later``: by the clock where both have a time, else by the day."""
    by_clock = pl.col(f"{earlier}_has_time") & pl.col(f"{later}_has_time")
    return pl.when(by_clock).then(pl.col(earlier) < pl.col(later)).otherwise(pl.col(earlier).dt.date() < pl.col(later).dt.date())


#: A log is sent some weeks after its month at most; an end later than that is a slip of the pen.
DAYS_AFTER = timedelta(days=62)


def rules(knowledge: RuleContext) -> tuple[Rule, ...]:
    judged = pl.col("is_received")
    received_day, due_day = pl.col("received_at").dt.date(), pl.col("due_at").dt.date()
    done_without_date = pl.col("stated_status").is_in([FINISHED, RETURNED]) & pl.col("end_at").is_null()
    days_from_code = (pl.col("code_date") - received_day).dt.total_days().abs()
    distinct_rows = (~pl.col("is_repeat") & judged).cast(pl.Int32).sum().over("dossier_code")
    unknown_procedure = pl.col("procedure_code_raw").is_not_null() & (
        pl.col("procedure_code").is_null() | ~pl.col("procedure_code").is_in(sorted(knowledge.procedure_codes)).fill_null(False)
    )
    return (
        Rule(
            "D01",
            "critical",
            "dossier_code_is_well_formed",
            "dossier_code",
            pl.col("dossier_code").is_null(),
            say(
                "Mã hồ sơ '{}' bị thiếu hoặc không đúng mẫu (mã cơ quan-năm tháng ngày-số thứ tự, ví dụ H24.115-260331-0001). Ghi lại mã đúng.",
                shown(raw("dossier_code")),
            ),
        ),
        Rule(
            "D02",
            "critical",
            "received_date_is_in_or_before_the_month",
            "received_at",
            judged & (pl.col("received_at").is_null() | (received_day > pl.lit(knowledge.last_day)).fill_null(False)),
            say(
                "Ngày tiếp nhận '{}' bị thiếu, không đọc được hoặc sau ngày cuối của kỳ ({}). Kiểm tra ngày tiếp nhận.",
                shown(raw("received_at")),
                pl.lit(f"{knowledge.last_day:%d/%m/%Y}"),
            ),
        ),
        Rule(
            "D03",
            "critical",
            "finished_is_not_before_received",
            "finished_at",
            judged & _before("end_at", "received_at"),
            say(
                "Ngày kết thúc (xử lý xong hoặc trả kết quả) {} trước ngày tiếp nhận {}. Kiểm tra hai ngày này.",
                day("end_at"),
                day("received_at"),
            ),
        ),
        Rule(
            "D04",
            "critical",
            "a_dossier_that_is_done_has_an_end_date",
            "finished_at",
            judged & done_without_date,
            say("Trạng thái '{}' nhưng không có ngày kết thúc xử lý hay ngày trả kết quả nào đọc được. Bổ sung ngày.", code(raw("status"))),
        ),
        Rule(
            "D05",
            "critical",
            "due_date_is_not_before_received",
            "due_at",
            judged & (pl.col("due_at").is_null() | (due_day < received_day).fill_null(False)),
            say(
                "Ngày hẹn trả '{}' bị thiếu, không đọc được hoặc trước ngày tiếp nhận {}. Ghi lại ngày hẹn trả.",
                shown(raw("due_at")),
                day("received_at"),
            ),
        ),
        Rule(
            "D06",
            "warning",
            "one_code_has_one_row",
            "dossier_code",
            judged & pl.col("dossier_code").is_not_null() & (distinct_rows > 1),
            say(
                "Mã hồ sơ {} có nhiều dòng khác nhau trong cùng tệp; dòng tiến xa nhất được giữ. Xác nhận dòng đúng.",
                pl.col("dossier_code"),
            ),
        ),
        Rule(
            "D07",
            "warning",
            "code_date_is_near_received_date",
            "dossier_code",
            judged & (days_from_code > 1),
            say(
                "Ngày trong mã hồ sơ ({}) lệch ngày tiếp nhận ({}) hơn một ngày. Xác nhận ngày tiếp nhận.",
                day("code_date"),
                day("received_at"),
            ),
        ),
        Rule(
            "D08",
            "warning",
            "procedure_is_in_the_catalogue",
            "procedure_code",
            judged & unknown_procedure,
            say("Mã thủ tục '{}' sai mẫu hoặc không có trong danh mục thủ tục của phường. Xác nhận mã đúng.", code(raw("procedure_code"))),
        ),
        Rule(
            "D09",
            "warning",
            "status_is_known",
            "status",
            judged & pl.col("status_raw").is_not_null() & pl.col("stated_status").is_null(),
            say("Trạng thái '{}' chưa biết; trạng thái được suy ra từ các ngày. Xác nhận trạng thái đúng.", code(raw("status"))),
        ),
        Rule(
            "D10",
            "warning",
            "returned_is_not_before_finished",
            "returned_at",
            judged & _before("returned_at", "finished_at"),
            say("Ngày trả kết quả {} trước ngày kết thúc xử lý {}. Kiểm tra hai ngày này.", day("returned_at"), day("finished_at")),
        ),
        Rule(
            "D11",
            "warning",
            "due_date_is_a_working_day",
            "due_at",
            judged & due_day.is_in(sorted(knowledge.days_off)),
            say("Ngày hẹn trả {} rơi vào thứ Bảy, Chủ nhật hoặc ngày nghỉ. Xác nhận ngày hẹn.", day("due_at")),
        ),
        Rule(
            "D12",
            "info",
            "channel_is_known",
            "channel",
            judged & pl.col("channel_given") & pl.col("channel_code").is_null(),
            say("Hình thức tiếp nhận '{}' để trống hoặc chưa biết: tính là trực tiếp.", code(raw("channel"))),
        ),
        Rule("D13", "info", "a_row_is_listed_once", None, pl.col("is_repeat"), say("Dòng lặp lại y hệt: chỉ tính một lần.")),
        Rule(
            "D14",
            "warning",
            "the_end_is_not_long_after_the_month",
            "finished_at",
            judged & (pl.col("end_at").dt.date() > pl.lit(knowledge.last_day + DAYS_AFTER)).fill_null(False),
            say(
                "Ngày kết thúc {} sau kỳ của sổ hơn hai tháng. Kiểm tra ngày, nhất là năm; hồ sơ vẫn được tính theo ngày này.",
                day("end_at"),
            ),
        ),
    )
