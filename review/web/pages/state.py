"""State of the service: the last run, the warehouse, who used the page.

Data flow: audit.run, audit.web_access -> ``state.html``
"""

from fastapi import APIRouter
from fastapi.responses import Response

from flows.wording.schedules import schedule_vi
from review.web.desk import Desk
from review.web.last_run import last_run

router = APIRouter()
ACTIONS_VI = {
    "see": "xem",
    "do": "làm",
    "refused": "bị từ chối",
    "sign_in": "đăng nhập",
    "sign_in_failed": "đăng nhập sai",
    "sign_in_limited": "đăng nhập bị chặn tạm thời",
}


@router.get("/state")
def state(desk: Desk) -> Response:
    (now,) = desk.rows("service_state")
    run, newest_run = last_run(desk)
    seen = desk.rows("web_access", size=100)
    schedule = desk.settings.ward.schedule
    night = schedule_vi(schedule.cron, schedule.timezone)
    return desk.page("state.html", "Tình trạng", now=now, run=run, newest_run=newest_run, seen=seen, actions=ACTIONS_VI, night=night)
