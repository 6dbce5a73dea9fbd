"""Check of a delivery again, now, from its receipt or from one of its causes; what that changed is shown.

Data flow: a form -> ``review.recheck.check_again`` -> ``checked.html``
"""

from fastapi import APIRouter
from fastapi.responses import Response

from review.recheck import check_again
from review.web.desk import Desk, free_of_the_night
from review.web.pages.causes import Number

router = APIRouter()


@router.post("/deliveries/{delivery}/check")
def check(desk: Desk, delivery: Number) -> Response:
    """Under the night's lock, which is waited for a little. Raises ``NightRunsError`` while a night has it."""
    with free_of_the_night(desk.engine):
        told = check_again(desk.engine, desk.settings, delivery)
    desk.note(f"check delivery {delivery}")
    return desk.page("checked.html", f"Đã kiểm tra lại lần gửi {delivery}", told=told)
