"""The morning's messages through a real mail server: a first one, a quiet one, what is new, what could not be sent, missed nights."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from zoneinfo import ZoneInfo

import psycopg
import pytest

from flows.config.messaging import SECRETS_FILE, Messaging
from flows.config.settings import Settings, load_settings
from flows.config.ward import DueDay, Person, SubmissionCalendar
from flows.database.warehouse import ward_warehouse
from flows.extract.file_steps import FileStep
from flows.operations.digest.channels import send
from flows.operations.digest.failed import tell_failed
from flows.operations.digest.message import Message
from flows.operations.digest.missed import tell_missed
from flows.operations.digest.morning import send_digests, tell_morning
from flows.operations.status import read_status
from flows.pipeline.run import run_night, run_paths
from flows.system.errors import SettingsError
from tests.conftest import ROOT
from tests.functional.test_cli import chitieu
from tests.support.mailbox import Mailbox, a_mail_server
from tests.support.office import Office, an_office, cards, health_list, small_ward, social_list
from tests.support.officer import Officer

DECEMBER, JANUARY = date(2025, 12, 1), date(2026, 1, 1)
CALENDAR = SubmissionCalendar((DueDay("health_insurance", 10), DueDay("social_insurance", 10)))
PAGE = "https://ra-soat.phuong.example"
LAN = Person("Trần Thị Lan", "officer", ("lan_mail",))
CHAIR = Person("Chủ tịch", "leader", ("chair_mail",))


@dataclass
class Mornings:
    """An office whose officer has a mailbox; ``night`` finds nothing unless ``inbox`` is given."""

    office: Office
    box: Mailbox

    def settings(self, *people: Person, address: str | None = None, heartbeat: str | None = None) -> Settings:
        channels = (("CHAIR_MAIL", self.box.address), ("LAN_MAIL", address or self.box.address))
        ward = replace(self.office.settings.ward, calendar=CALENDAR, people=people or (LAN,))
        return replace(self.office.settings, ward=ward, messaging=Messaging(channels, heartbeat, PAGE))

    def night(self, as_of: date) -> None:
        settings = self.settings()
        with ward_warehouse(settings, alone=True) as engine:
            run_night(engine, settings, [], as_of=as_of)

    def morning(self, day: date, **more: str) -> list[tuple[str, str]]:
        """Night and message: what lies in the mailbox then."""
        self.night(day)
        send_digests(self.settings(**more), day)
        return self.box.taken()


@pytest.fixture(scope="module")
def mornings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mornings]:
    """Lists of December came on 5 January 2026, one of them with findings. The tests below are the days after, in their order."""
    with an_office("embedded", request, tmp_path_factory.mktemp("office")) as office, a_mail_server() as box:
        found = Mornings(office, box)
        inbox = office.folder / "inbox"
        inbox.mkdir()
        spoilt = [record.change(object_code="ZZ") if number < 3 else record for number, record in enumerate(cards(DECEMBER))]
        health_list(DECEMBER, spoilt).write(inbox)
        social_list(DECEMBER).write(inbox)
        run_paths(found.settings(), [inbox], as_of=date(2026, 1, 5))
        yield found


def test_the_days_of_a_silent_source_as_a_reader_meets_them(mornings: Mornings) -> None:
    # The first message: all that is open is new. A second one of the same morning is not sent.
    send_digests(mornings.settings(), date(2026, 1, 5))
    send_digests(mornings.settings(), date(2026, 1, 5))
    ((subject, text),) = mornings.box.taken()
    assert subject.startswith("Phường Nguyễn Đại Năng, sáng 05/01/2026: ") and "điểm mới" in subject
    assert text.startswith("Đêm qua xem 2 tệp, công bố 2")
    assert "Thư đầu tiên" in text and f"{PAGE}/causes?source=health_insurance&month=2025-12&rule=H06" in text
    assert "BHYT 12/2025: chưa đạt “Mã đối tượng có trong danh mục” (H06): 3 chỗ" in text

    # A quiet night is one line.
    ((subject, text),) = mornings.morning(date(2026, 1, 6))
    assert subject.endswith("sáng 06/01/2026: không có gì mới")
    assert text.strip().count("\n") == 0 and text.startswith("Không có gì mới. Đêm qua không có tệp mới; ")

    # Late, told once; overdue, told once more; in between nothing new. Tết is from 14 to 22 February.
    assert "đã trễ 1 ngày làm việc" in mornings.morning(date(2026, 2, 11))[0][1]
    assert mornings.morning(date(2026, 2, 22))[0][0].endswith("không có gì mới")
    ((subject, text),) = mornings.morning(date(2026, 2, 24))
    assert subject.endswith("2 nguồn chưa gửi")
    assert (
        "đã quá hạn 5 ngày làm việc mà chưa nhận" in text and "kỳ 01/2026: 0/2 nguồn đã xong; quá hạn: BHYT 01/2026, BHXH 01/2026" in text
    )
    assert mornings.morning(date(2026, 2, 25))[0][0].endswith("không có gì mới")

    # A decision and a list end it.
    Officer(replace(mornings.office, settings=mornings.settings()), name="Lan").nothing("social_insurance", JANUARY)
    inbox = mornings.office.folder / "january"
    inbox.mkdir()
    health_list(JANUARY, cards(JANUARY)).write(inbox)
    run_paths(mornings.settings(), [inbox], as_of=date(2026, 2, 26))
    send_digests(mornings.settings(), date(2026, 2, 26))
    ((_, text),) = mornings.box.taken()
    assert "BHYT tháng 01/2026: đã nhận ngày 26/02/2026" in text
    assert "BHXH tháng 01/2026: cán bộ đã ghi nhận không phát sinh" in text and "Lan" not in text


def test_a_message_that_was_not_taken_is_told_without_its_secret_and_comes_with_the_next_night(
    mornings: Mornings, caplog: pytest.LogCaptureFixture
) -> None:
    dead = f"mailto://lan:matkhau123@127.0.0.1:{mornings.box.port}/?from=a@b.example&to=c@d.example&mode=insecure&token=bimat456"
    assert mornings.morning(date(2026, 3, 11), address=dead) == []  # that server knows no password
    failed, kept = mornings.office.rows("select failure, body from audit.digest where not is_sent")[0]
    assert failed.startswith("Channel 'lan_mail': the server did not take the message. Look at CHITIEU_CHANNEL_LAN_MAIL")
    with ward_warehouse(mornings.settings()) as engine, engine.connect() as connection:
        (told,) = read_status(connection, mornings.settings().ward).undelivered
    assert (told["person_name"], told["failure"]) == (LAN.name, failed)
    everything = failed + kept + caplog.text + json.dumps(told, default=str)
    assert "matkhau" not in everything and "bimat" not in everything
    ((_, text),) = mornings.morning(date(2026, 3, 12))
    assert "BHYT tháng 02/2026: hạn nộp 10/03/2026, đã trễ 2 ngày làm việc" in text
    with ward_warehouse(mornings.settings()) as engine, engine.connect() as connection:
        assert read_status(connection, mornings.settings().ward).undelivered == []


def test_a_leader_reads_the_verdict_and_what_is_late_and_no_list_of_findings(mornings: Mornings) -> None:
    send_digests(mornings.settings(CHAIR), date(2026, 3, 12))
    ((_, text),) = mornings.box.taken()
    assert "Chưa nhận:" in text and "(H06)" not in text and "điểm đang mở" in text


def test_no_message_holds_anything_of_a_person_of_the_lists(mornings: Mornings) -> None:
    told = " ".join(text for (text,) in mornings.office.rows("select subject || body from audit.digest"))
    people = [person for household in small_ward().households for person in household.members]
    assert told and not [person.name for person in people if person.name in told]
    assert not [person.personal_id for person in people if person.personal_id and str(person.personal_id) in told]


def test_what_was_written_is_only_added_to(mornings: Mornings) -> None:
    with pytest.raises(psycopg.Error, match="only added to"):
        mornings.office.rows("delete from audit.digest returning 1")


def test_nights_that_did_not_run_are_told_once_by_the_next_start(mornings: Mornings) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    last = mornings.office.one("select max(started_at) from audit.run").astimezone(zone)
    start = datetime.combine(last.date() + timedelta(days=3), datetime.min.time(), zone) + timedelta(hours=8)
    due = [
        night
        for day in range(4)
        if last < (night := datetime.combine(last.date() + timedelta(days=day), datetime.min.time(), zone) + timedelta(hours=1, minutes=30))
    ]
    tell_missed(mornings.settings(), start)
    ((subject, text),) = mornings.box.taken()
    assert subject == f"Phường Nguyễn Đại Năng: {len(due)} đêm không chạy"
    assert all(f"{night:%d/%m/%Y %H:%M}" in text for night in due)
    assert tell_missed(mornings.settings(), last + timedelta(minutes=10)) == []


def test_a_night_that_failed_is_told_at_once_and_once_a_day(mornings: Mornings) -> None:
    settings, at = mornings.settings(LAN, CHAIR), datetime(2026, 3, 13, 1, 35, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert tell_failed(settings, "sources", at) == []
    letters = mornings.box.taken()
    assert [subject for subject, _ in letters] == ["Phường Nguyễn Đại Năng: đợt chạy đêm 13/03/2026 không hoàn thành"] * 2
    assert letters[0][1].startswith("Đợt chạy đêm không hoàn thành (dừng lúc 01:35 ngày 13/03/2026): không lấy được tệp từ nguồn nào.")
    assert tell_failed(settings, "sources", at + timedelta(minutes=5)) == tell_failed(settings, "none", at) == []
    assert mornings.box.taken() == []
    tell_failed(settings, "disk", at + timedelta(minutes=10))
    assert ["đĩa đã đầy" in text for _, text in mornings.box.taken()] == [True, True]
    tell_failed(settings, "sources", at + timedelta(days=1))
    assert len(mornings.box.taken()) == 2
    assert mornings.office.rows("select kind, count(*)::int from audit.digest where kind = 'failed' group by 1") == [("failed", 6)]


def test_a_lost_database_keeps_no_message_back(mornings: Mornings) -> None:
    lost = replace(mornings.settings(), database_url="postgresql://chitieu:matkhau@127.0.0.1:1/chitieu")
    assert tell_failed(lost, "database", datetime(2026, 3, 15, 1, 35, tzinfo=UTC)) == []
    ((_, text),) = mornings.box.taken()
    assert "cơ sở dữ liệu không làm việc được. Đề nghị người phụ trách máy khởi động lại cơ sở dữ liệu" in text and "matkhau" not in text


def test_a_failure_that_a_channel_does_not_take_is_a_sentence_and_is_told_with_the_next_one(mornings: Mornings) -> None:
    at, dead = datetime(2026, 3, 16, 1, 35, tzinfo=UTC), "mailto://127.0.0.1:1/?from=a@b.example&to=c@d.example&mode=insecure"
    (failure,) = tell_failed(mornings.settings(address=dead), "sources", at)
    assert failure.startswith("Channel 'lan_mail': the server did not take the message.")
    with ward_warehouse(mornings.settings()) as engine, engine.connect() as connection:
        assert [told["kind"] for told in read_status(connection, mornings.settings().ward).undelivered] == ["failed"]
    assert tell_failed(mornings.settings(), "sources", at) == [] and len(mornings.box.taken()) == 1
    with ward_warehouse(mornings.settings()) as engine, engine.connect() as connection:
        assert read_status(connection, mornings.settings().ward).undelivered == []


def test_a_source_that_could_not_be_reached_makes_no_quiet_morning(mornings: Mornings) -> None:
    step = FileStep("Máy chủ tỉnh", None, "failed", datetime.now(UTC), message="the server is away. Check it.")
    settings = mornings.settings()
    with ward_warehouse(settings, alone=True) as engine:
        run_night(engine, settings, [], as_of=date(2026, 3, 17), steps=[step])
    send_digests(settings, date(2026, 3, 17))
    ((subject, text),) = mornings.box.taken()
    assert ": 1 nguồn không lấy được" in subject
    assert "Đêm qua không có tệp mới từ các nguồn khác" in text and "không lấy được tệp từ 1 nguồn (“Máy chủ tỉnh”)" in text
    assert mornings.morning(date(2026, 3, 18))[0][0].endswith("không có gì mới")


@contextmanager
def a_watcher(status: int) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/ping/secret-uuid", asked
    finally:
        server.shutdown()
        server.server_close()


def test_a_watcher_outside_hears_of_each_good_night_and_its_failure_is_a_sentence(mornings: Mornings) -> None:
    with a_watcher(200) as (url, asked):
        assert tell_morning(mornings.settings(heartbeat=url), date(2026, 3, 12)) == []
    assert asked == ["/ping/secret-uuid"]
    (failure,) = tell_morning(mornings.settings(heartbeat=url), date(2026, 3, 12))
    assert failure.startswith("CHITIEU_HEARTBEAT_URL: the watcher did not answer") and "secret-uuid" not in failure


@pytest.mark.parametrize("address", [None, "nonsense matkhau", "mailto://", "mailto://[::1/matkhau"])
def test_an_address_that_is_none_is_a_sentence_without_it(address: str | None) -> None:
    failure = send(address, "lan_mail", Message("a", "b"))
    assert failure is not None and "CHITIEU_CHANNEL_LAN_MAIL" in failure and "matkhau" not in failure


def test_the_command_shows_what_would_be_sent_and_sends_nothing(mornings: Mornings) -> None:
    ward = mornings.office.folder / "wards" / "phuong"
    ward.mkdir(parents=True)
    source = ROOT / "wards/nguyen-dai-nang"
    people = '\n[[person]]\nname = "Trần Thị Lan"\nchannels = ["lan_mail"]\n'
    (ward / "ward.toml").write_text((source / "ward.toml").read_text("utf-8") + people, "utf-8")
    (ward / "plan.toml").write_bytes((source / "plan.toml").read_bytes())
    before = mornings.office.one("select count(*) from audit.digest")
    where = os.getcwd()
    os.chdir(mornings.office.folder)
    try:
        url, home = mornings.office.settings.database_url, mornings.office.settings.home
        shown = chitieu("digest", "--dry-run", "--as-of", "2026-03-13", "--ward", "phuong", url=url, home=home)
        document = json.loads(chitieu("digest", "--dry-run", "--json", "--ward", "phuong", url=url, home=home).stdout)
    finally:
        os.chdir(where)
    assert shown.exit_code == 0 and "Sẽ gửi: Trần Thị Lan (lan_mail)" in shown.stdout
    assert document["dry_run"] and document["messages"][0]["person"] == "Trần Thị Lan"
    assert mornings.box.letters == [] and mornings.office.one("select count(*) from audit.digest") == before


# --- settings ---------------------------------------------------------------------------------------------------------
def test_addresses_stand_in_the_environment_or_in_a_file_that_its_owner_alone_reads(tmp_path: "os.PathLike[str]") -> None:
    home = ROOT.__class__(tmp_path)
    file = home / SECRETS_FILE
    file.write_text("CHITIEU_CHANNEL_LAN_MAIL=mailto://file.example\nCHITIEU_HEARTBEAT_URL=https://watch.example/uuid\n", "utf-8")
    file.chmod(0o644)
    environ = {"CHITIEU_HOME": str(home)}
    with pytest.raises(SettingsError, match="others than its owner may read"):
        load_settings(cwd=ROOT, environ=environ)
    file.chmod(0o600)
    told = load_settings(cwd=ROOT, environ=environ | {"CHITIEU_CHANNEL_CHAIR": "mailto://env.example"})
    assert told.messaging.address("lan_mail") == "mailto://file.example" and told.messaging.address("chair") == "mailto://env.example"
    assert "file.example" not in repr(told) and "uuid" not in repr(told)
    with pytest.raises(SettingsError, match=r"CHITIEU_PAGE_URL: found a text that is no web address") as error:
        load_settings(cwd=ROOT, environ=environ | {"CHITIEU_PAGE_URL": "matkhau"})
    assert "matkhau" not in str(error.value)
