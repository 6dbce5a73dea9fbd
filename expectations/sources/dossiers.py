"""Rules D01 to D15: the month's log of dossiers. Of refused and newly registered dossiers only D01 and D13 are judged."""

from datetime import timedelta

import polars as pl

from expectations.context import RuleContext
from expectations.rule import Broken, Part, RuleBook
from expectations.wording import code, day, raw, say, shown
from transforms.sources.dossiers import FINISHED, RETURNED
from transforms.vietnamese.text import fold


def _before(earlier: str, later: str) -> pl.Expr:
    """``earlier`` lies before ``later``: by the clock where both have a time, else by the day."""
    by_clock = pl.col(f"{earlier}_has_time") & pl.col(f"{later}_has_time")
    return pl.when(by_clock).then(pl.col(earlier) < pl.col(later)).otherwise(pl.col(earlier).dt.date() < pl.col(later).dt.date())


#: A log is sent some weeks after its month at most; an end later than that is a slip of the pen.
DAYS_AFTER = timedelta(days=62)


LOG = RuleBook()

_JUDGED = pl.col("is_received")
_RECEIVED_DAY = pl.col("received_at").dt.date()
_DUE_DAY = pl.col("due_at").dt.date()
_DONE_WITHOUT_DATE = pl.col("stated_status").is_in([FINISHED, RETURNED]) & pl.col("end_at").is_null()
#: Folded words in the place of an end that say that there is none yet, and places that nobody filled in.
_NOT_YET, _UNFILLED = r"^\W*(?:chua|dang|con|cho|khong|tam dung)\b", r"^[_\s/.\-]*$"


@LOG.rule("D01", "critical", column="dossier_code")
def dossier_code_is_well_formed(context: RuleContext) -> Broken:
    bad = pl.col("dossier_code").is_null()
    message = say(
        "Mã hồ sơ '{}' bị thiếu hoặc không đúng mẫu (mã cơ quan-năm tháng ngày-số thứ tự, ví dụ H24.115-260331-0001). Ghi lại mã đúng.",
        shown(raw("dossier_code")),
    )
    return bad, message


@LOG.rule("D02", "critical", column="received_at")
def received_date_is_in_or_before_the_month(context: RuleContext) -> Broken:
    bad = _JUDGED & (pl.col("received_at").is_null() | (pl.lit(context.last_day) < _RECEIVED_DAY).fill_null(False))
    message = say(
        "Ngày tiếp nhận '{}' bị thiếu, không đọc được hoặc sau ngày cuối của kỳ ({}). Kiểm tra ngày tiếp nhận.",
        shown(raw("received_at")),
        pl.lit(f"{context.last_day:%d/%m/%Y}"),
    )
    return bad, message


@LOG.rule("D03", "critical", column="finished_at")
def finished_is_not_before_received(context: RuleContext) -> Broken:
    bad = _JUDGED & _before("end_at", "received_at")
    message = say(
        "Ngày kết thúc (xử lý xong hoặc trả kết quả) {} trước ngày tiếp nhận {}. Kiểm tra hai ngày này.",
        day("end_at"),
        day("received_at"),
    )
    return bad, message


@LOG.rule("D04", "critical", column="finished_at")
def a_dossier_that_is_done_has_an_end_date(context: RuleContext) -> Broken:
    bad = _JUDGED & _DONE_WITHOUT_DATE
    message = say(
        "Trạng thái '{}' nhưng không có ngày kết thúc xử lý hay ngày trả kết quả nào đọc được. Bổ sung ngày.", code(raw("status"))
    )
    return bad, message


@LOG.rule("D05", "critical", column="due_at")
def due_date_is_not_before_received(context: RuleContext) -> Broken:
    bad = _JUDGED & (pl.col("due_at").is_null() | (_DUE_DAY < _RECEIVED_DAY).fill_null(False))
    message = say(
        "Ngày hẹn trả '{}' bị thiếu, không đọc được hoặc trước ngày tiếp nhận {}. Ghi lại ngày hẹn trả.",
        shown(raw("due_at")),
        day("received_at"),
    )
    return bad, message


@LOG.rule("D06", "warning", column="dossier_code")
def one_code_has_one_row(context: RuleContext) -> Broken:
    distinct_rows = (~pl.col("is_repeat") & _JUDGED).cast(pl.Int32).sum().over("dossier_code")
    bad = _JUDGED & pl.col("dossier_code").is_not_null() & (distinct_rows > 1)
    message = say(
        "Mã hồ sơ {} có nhiều dòng khác nhau trong cùng tệp; dòng tiến xa nhất được giữ. Xác nhận dòng đúng.",
        pl.col("dossier_code"),
    )
    return bad, message


@LOG.rule("D07", "warning", column="dossier_code")
def code_date_is_near_received_date(context: RuleContext) -> Broken:
    days_from_code = (pl.col("code_date") - _RECEIVED_DAY).dt.total_days().abs()
    bad = _JUDGED & (days_from_code > 1)
    message = say(
        "Ngày trong mã hồ sơ ({}) lệch ngày tiếp nhận ({}) hơn một ngày. Xác nhận ngày tiếp nhận.",
        day("code_date"),
        day("received_at"),
    )
    return bad, message


@LOG.rule("D08", "warning", column="procedure_code")
def procedure_is_in_the_catalogue(context: RuleContext) -> Broken:
    unknown_procedure = pl.col("procedure_code_raw").is_not_null() & (
        pl.col("procedure_code").is_null() | ~pl.col("procedure_code").is_in(sorted(context.procedure_codes)).fill_null(False)
    )
    bad = _JUDGED & unknown_procedure
    message = say("Mã thủ tục '{}' sai mẫu hoặc không có trong danh mục thủ tục của phường. Xác nhận mã đúng.", code(raw("procedure_code")))
    return bad, message


@LOG.rule("D09", "warning", column="status")
def status_is_known(context: RuleContext) -> Broken:
    bad = _JUDGED & pl.col("status_raw").is_not_null() & pl.col("stated_status").is_null()
    message = say("Trạng thái '{}' chưa biết; trạng thái được suy ra từ các ngày. Xác nhận trạng thái đúng.", code(raw("status")))
    return bad, message


@LOG.rule("D10", "warning", column="returned_at")
def returned_is_not_before_finished(context: RuleContext) -> Broken:
    bad = _JUDGED & _before("returned_at", "finished_at")
    message = say("Ngày trả kết quả {} trước ngày kết thúc xử lý {}. Kiểm tra hai ngày này.", day("returned_at"), day("finished_at"))
    return bad, message


@LOG.rule("D11", "warning", column="due_at")
def due_date_is_a_working_day(context: RuleContext) -> Broken:
    bad = _JUDGED & _DUE_DAY.is_in(sorted(context.days_off))
    message = say("Ngày hẹn trả {} rơi vào thứ Bảy, Chủ nhật hoặc ngày nghỉ. Xác nhận ngày hẹn.", day("due_at"))
    return bad, message


@LOG.rule("D12", "info", column="channel")
def channel_is_known(context: RuleContext) -> Broken:
    bad = _JUDGED & pl.col("channel_given") & pl.col("channel_code").is_null()
    message = say("Hình thức tiếp nhận '{}' để trống hoặc chưa biết: tính là trực tiếp.", code(raw("channel")))
    return bad, message


@LOG.rule("D13", "info", column=None)
def a_row_is_listed_once(context: RuleContext) -> Broken:
    bad = pl.col("is_repeat")
    message = say("Dòng lặp lại y hệt: chỉ tính một lần.")
    return bad, message


@LOG.rule("D14", "warning", column="finished_at")
def the_end_is_not_long_after_the_month(context: RuleContext) -> Broken:
    bad = _JUDGED & (pl.col("end_at").dt.date() > pl.lit(context.last_day + DAYS_AFTER)).fill_null(False)
    message = say(
        "Ngày kết thúc {} sau kỳ của sổ hơn hai tháng. Kiểm tra ngày, nhất là năm; hồ sơ vẫn được tính theo ngày này.",
        day("end_at"),
    )
    return bad, message


def _is_not_understood(moment: str) -> pl.Expr:
    said = raw(moment)
    is_open = fold(said).str.contains(_NOT_YET).fill_null(False) | said.str.contains(_UNFILLED)
    return said.is_not_null() & pl.col(moment).is_null() & ~is_open


@LOG.rule("D15", "critical", column="finished_at")
def the_end_can_be_read(context: RuleContext) -> Broken:
    """A dossier that ended nobody knows when must not count as open."""
    said = _is_not_understood("finished_at") | _is_not_understood("returned_at")
    bad = _JUDGED & pl.col("end_at").is_null() & said & ~_DONE_WITHOUT_DATE.fill_null(False)
    message = say(
        "Ô ngày kết thúc hoặc ngày trả kết quả ghi '{}', không đọc được thành ngày, nên không biết hồ sơ kết thúc khi nào. Ghi lại dạng "
        "ngày/tháng/năm; nếu chưa kết thúc thì để trống.",
        code(pl.coalesce(raw("finished_at"), raw("returned_at"))),
    )
    return bad, message


PARTS = (Part("dossiers", "main", LOG),)
