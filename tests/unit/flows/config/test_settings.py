"""What the environment and a ward's folder may say, and the sentence that answers each slip. No secret is ever repeated."""

import multiprocessing
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.limits import Limits
from flows.config.reference import REFERENCE_FOLDER, day_swaps, poverty_standards, procedures, read_reference
from flows.config.settings import Settings, find_ward, load_settings
from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from flows.system.errors import ChitieuError, SettingsError
from flows.system.files import ROOT

FOLDER = ROOT / "wards" / "nguyen-dai-nang"
WARD_TEXT = (FOLDER / "ward.toml").read_text(encoding="utf-8")
PASSWORD = "mat-khau-0900"


def make_ward(place: Path, slug: str, text: str = WARD_TEXT) -> Path:
    folder = place / "wards" / slug
    folder.mkdir(parents=True)
    (folder / "ward.toml").write_text(text, encoding="utf-8")
    (folder / "plan.toml").write_bytes((FOLDER / "plan.toml").read_bytes())
    return folder


def load(cwd: Path, ward: str | None = None, **environ: str) -> Settings:
    return load_settings(ward, cwd=cwd, environ=environ)


def refusal(cwd: Path, ward: str | None = None, **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(cwd, ward, **environ)
    return str(caught.value)


# --- environment and .env


def test_nothing_set_means_an_embedded_database_and_a_home_in_the_working_folder(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (settings.database_url, settings.home, settings.ward.slug) == (None, tmp_path.resolve() / ".chitieu", "nguyen-dai-nang")


def test_the_home_is_made_for_its_user_alone(tmp_path: Path) -> None:
    home = load(tmp_path, CHITIEU_HOME="state/chitieu").home
    assert home == tmp_path.resolve() / "state" / "chitieu"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    for path in ("a-file", "a-file/below"):
        message = refusal(tmp_path, CHITIEU_HOME=path)
        assert message.startswith("CHITIEU_HOME: the folder") and "Set CHITIEU_HOME to a folder that this user may write to." in message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_home_without_permission_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "may not write to" in refusal(tmp_path, CHITIEU_HOME="locked")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHITIEU_HOME=from-file\nCHITIEU_DATABASE_URL=postgresql://u@h/file\n", encoding="utf-8")
    settings = load(tmp_path, CHITIEU_HOME="from-environment")
    assert (settings.home.name, settings.database_url) == ("from-environment", "postgresql://u@h/file")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("CHITIEU_SECRET_KEY=0123456789abcdef", "0123456789abcdef"),
        ("export CHITIEU_SECRET_KEY = 'một khóa có # và $'  # ghi chú", "một khóa có # và $"),
        ('  CHITIEU_SECRET_KEY="0123456789 abcdef"', "0123456789 abcdef"),
        ("CHITIEU_SECRET_KEY=0123456789#abcdef  # why", "0123456789#abcdef"),
        ("CHITIEU_SECRET_KEY=0123456789=abcdef\r", "0123456789=abcdef"),
    ],
)
def test_a_line_of_the_file_may_be_written_in_the_usual_ways(tmp_path: Path, line: str, value: str) -> None:
    (tmp_path / ".env").write_bytes(f"\ufeff# note\nOTHER='unbalanced\n{line}\n".encode())
    assert load(tmp_path).secret_key == value.encode()


def test_a_line_that_is_no_assignment_is_named_without_its_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"\nCHITIEU_SECRET_KEY '{PASSWORD}\n", encoding="utf-8")
    message = refusal(tmp_path)
    assert "line 2: this is not NAME=value" in message and PASSWORD not in message


def test_an_empty_value_counts_as_unset(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHITIEU_DATABASE_URL=\nCHITIEU_HOME=\nCHITIEU_SECRET_KEY=\n", encoding="utf-8")
    settings = load(tmp_path)
    assert (settings.database_url, settings.home.name, settings.secret_text) == (None, ".chitieu", None)


# --- database URL


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_the_scheme_becomes_one(tmp_path: Path, scheme: str) -> None:
    settings = load(tmp_path, CHITIEU_DATABASE_URL=f"{scheme}://may:{PASSWORD}@db.local:5432/chitieu?sslmode=require")
    assert settings.database_url == f"postgresql://may:{PASSWORD}@db.local:5432/chitieu?sslmode=require"
    assert PASSWORD not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user@host/empty",
        "postgresql:///chitieu?host=/var/run/postgresql",
        "postgresql://u:p%40ss@[::1]:5433/chitieu",
    ],
)
def test_addresses_without_a_password_over_a_socket_or_to_ipv6_are_taken(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, CHITIEU_DATABASE_URL=f" {url} ").database_url == url


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://u:{PASSWORD}@h/d",
        f"postgresql+asyncpg://u:{PASSWORD}@h/d",
        f"u:{PASSWORD}@h/d",
        PASSWORD,
        f"host=h password={PASSWORD}",
        f"postgresql://u:{PASSWORD}@h:nhiều/d",
        f"postgresql://u:{PASSWORD}@h:99999/d",
        f"postgresql://u:{PASSWORD}@h",
        f"postgresql://u:{PASSWORD}@h/",
        f"postgresql://u:a@{PASSWORD}@h/d",
        f"postgresql://u:a#{PASSWORD}@h/d",
        f"postgresql://u:a/{PASSWORD}@h/d",
        f"postgresql://u:a%{PASSWORD}@h/d",
        f"postgresql://u:a {PASSWORD}@h/d",
        f"postgresql://u:{PASSWORD}@[h/d",
        f"postgresql://u:a?{PASSWORD}@h/d",
    ],
)
def test_an_address_that_cannot_be_used_is_answered_without_its_password(tmp_path: Path, url: str) -> None:
    message = refusal(tmp_path, CHITIEU_DATABASE_URL=url)
    assert message.startswith("CHITIEU_DATABASE_URL: found") and "expected postgresql://user:password@host:5432/database" in message
    assert PASSWORD not in message


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reading_of_the_address(text: str) -> None:
    from flows.config.settings import _database_url

    try:
        url = _database_url(text.strip())
    except SettingsError:
        return
    assert url is None or url.startswith("postgresql://")


# --- the key of the pseudonyms


def test_a_key_that_was_given_is_used_and_nothing_is_kept(tmp_path: Path) -> None:
    settings = load(tmp_path, CHITIEU_SECRET_KEY="một khóa dài hơn mười sáu")
    assert settings.secret_key == "một khóa dài hơn mười sáu".encode()
    assert list(settings.home.iterdir()) == [] and "khóa" not in repr(settings)


def test_a_key_that_is_too_short_is_refused_without_being_shown(tmp_path: Path) -> None:
    message = refusal(tmp_path, CHITIEU_SECRET_KEY="ngan-qua")
    assert "found 8 characters, expected at least 16" in message and "ngan-qua" not in message


def test_an_unset_key_is_made_at_its_first_use_and_stays_the_same(tmp_path: Path) -> None:
    settings = load(tmp_path)
    path = settings.home / "secret.key"
    assert not path.exists()
    key = settings.secret_key
    assert len(key) == 64 and load(tmp_path).secret_key == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and [file.name for file in settings.home.iterdir()] == ["secret.key"]


def test_a_key_file_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    settings = load(tmp_path)
    path = settings.home / "secret.key"
    path.write_text("a" * 64 + "\n", encoding="ascii")
    path.chmod(0o644)
    assert settings.secret_key == b"a" * 64 and stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe\x00"])
def test_a_damaged_key_file_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    settings = load(tmp_path)
    (settings.home / "secret.key").write_bytes(content)
    with pytest.raises(SettingsError, match="from a backup"):
        _ = settings.secret_key
    assert (settings.home / "secret.key").read_bytes() == content


def _key_of(folder: str) -> bytes:
    return load_settings(cwd=Path(folder), environ={}).secret_key


def test_processes_that_start_together_get_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert len(set(pool.map(_key_of, [str(tmp_path)] * 6, chunksize=1))) == 1


# --- which ward


def test_a_ward_of_the_working_folder_comes_before_the_installed_one(tmp_path: Path) -> None:
    folder = make_ward(tmp_path, "nguyen-dai-nang", WARD_TEXT.replace("row_drop_share = 0.20", "row_drop_share = 0.5"))
    assert load(tmp_path).ward.folder == folder and load(tmp_path).ward.limits.row_drop_share == 0.5


def test_the_only_ward_of_the_working_folder_is_the_default(tmp_path: Path) -> None:
    make_ward(tmp_path, "mau")
    assert load(tmp_path).ward.slug == "mau"
    assert load(tmp_path, "nguyen-dai-nang").ward.folder == FOLDER


def test_several_wards_ask_which_one(tmp_path: Path) -> None:
    make_ward(tmp_path, "mau")
    make_ward(tmp_path, "mau-hai")
    assert refusal(tmp_path).endswith("several wards are configured (mau, mau-hai). Say which one with --ward.")
    assert load(tmp_path, "mau-hai").ward.slug == "mau-hai"


@pytest.mark.parametrize("slug", ["nguyen-dai", "../wards/nguyen-dai-nang", ""])
def test_an_unknown_ward_is_answered_with_those_that_are_known(tmp_path: Path, slug: str) -> None:
    assert "there is no such ward, expected one of: nguyen-dai-nang" in refusal(tmp_path, slug)


def test_no_ward_at_all_says_what_to_make(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no ward is configured there. Make a folder wards/<name> with ward.toml and plan.toml"):
        find_ward(None, tmp_path, tmp_path / "nowhere")


def test_a_ward_without_a_plan_says_so_and_no_home_is_left_behind(tmp_path: Path) -> None:
    (make_ward(tmp_path, "mau") / "plan.toml").unlink()
    assert "plan.toml: the file cannot be read" in refusal(tmp_path)
    assert not (tmp_path / ".chitieu").exists()


def test_every_refusal_belongs_to_one_family_that_ends_the_run() -> None:
    assert issubclass(SettingsError, ChitieuError) and SettingsError.exit_code == 1


# --- the ward's folder


@pytest.fixture(scope="module")
def ward() -> Ward:
    return read_ward(FOLDER)


def test_the_first_ward_has_its_codes(ward: Ward) -> None:
    assert (ward.code, ward.province_code, ward.old_province_code, ward.valid_from) == ("10744", "31", "30", date(2025, 7, 1))
    groups = [f"10744-{number:02d}" for number in range(1, 14)]
    assert [area.code for area in ward.areas] == ["10744", *groups, "10741", "10744-HT", "10747", "10744-00"]


def test_the_former_unit_of_each_group_is_the_one_on_file(ward: Ward) -> None:
    units = {area.code[-2:]: area.former_unit for area in ward.areas_of("residential_group")}
    assert units == {
        "01": "10744-HT",
        "02": "10741",
        **{f"{n:02d}": "10744-HT" for n in range(3, 7)},
        **{f"{n:02d}": "10741" for n in range(7, 10)},
        **{f"{n:02d}": "10747" for n in range(10, 14)},
    }


def test_former_units_say_that_they_are_former(ward: Ward) -> None:
    assert [area.name for area in ward.areas_of("former_unit")] == ["Phường Thái Thịnh (cũ)", "Phường Hiến Thành (cũ)", "Xã Minh Hòa (cũ)"]


def test_the_unknown_area_is_added_by_the_program(ward: Ward) -> None:
    (unknown,) = ward.areas_of("unknown")
    assert (unknown.code, unknown.name, unknown.aliases) == (ward.unknown_area_code, "Không rõ", ())


@pytest.mark.parametrize(
    ("code", "aliases"),
    [
        ("10744-01", {"TDP Đông Nam", "KDC Đông Nam", "Thôn Đông Nam"}),
        ("10744-02", {"Tống Bường", "Tổng Buồng", "Tống Buông"}),
        ("10744-03", {"TDP 3", "TDP số 3", "Tổ 3", "TDP 03", "Khu dân cư số 3"}),
        ("10744-13", {"TDP 13", "TDP số 13", "Tổ 13", "Khu dân cư số 13"}),
    ],
)
def test_a_group_is_known_by_every_spelling_on_file(ward: Ward, code: str, aliases: set[str]) -> None:
    (area,) = (area for area in ward.areas if area.code == code)
    assert aliases <= set(area.aliases)


def test_the_limits_on_file_are_the_defaults(ward: Ward) -> None:
    assert ward.limits == Limits() == Limits(512, 1024, 120, 0.98, 0.20, 0.20, 0.50, 0.10, 10, 0.05, 0.50, 20)
    assert (ward.schedule.cron, ward.schedule.timezone) == ("30 1 * * *", "Asia/Ho_Chi_Minh")
    assert ward.dossiers.count_withdrawn_as_on_time and ward.sources == ()


def test_a_ward_needs_little_more_than_its_names(tmp_path: Path) -> None:
    head = WARD_TEXT[: WARD_TEXT.index("[dossiers]")]
    small = read_ward(make_ward(tmp_path, "mau", head))
    assert small.limits == Limits() and small.schedule.cron == "30 1 * * *" and small.poverty_standards[-1].income_limit_vnd == 2_800_000


def ward_mistake(tmp_path: Path, before: str, after: str) -> str:
    assert before in WARD_TEXT
    folder = make_ward(tmp_path, "mau", WARD_TEXT.replace(before, after, 1))
    with pytest.raises(SettingsError) as caught:
        read_ward(folder)
    assert str(folder / "ward.toml") in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('code = "10744"  ', "code = 10744  ", "key 'ward.code': found 10744, expected the five digits of the ward's GSO code, in quotes"),
        ('short_name = "Nguyễn Đại Năng"\n', "", "key 'ward.short_name': found nothing, expected a text"),
        (
            'code = "10744-05"',
            'code = "10744-04"',
            "key 'residential_group[5 10744-04].code': found '10744-04', expected a code that no other place has",
        ),
        ('code = "10744-05"', 'code = "10744-00"', "expected the ward's code and two digits, such as 10744-01"),
        ('former_unit = "10747"', 'former_unit = "10748"', "found '10748', expected one of '10741', '10744-HT', '10747'"),
        ('"Tổ 4"', '"tổ  3"', "found 'tổ  3', expected names that no other place has; 'Tổ dân phố số 3' (10744-03) has it too"),
        ('name = "Tổ dân phố số 4"', 'name = "Tổ dân phố số 3"', "expected names that no other place has"),
        ("row_drop_share = 0.20", "row_drop_share = 20", "found 20, expected a share between 0 and 1 (0.2 is 20 %)"),
        ("row_drop_share = 0.20", "row_dropp_share = 0.20", "nothing is known by this name, did you mean 'row_drop_share'"),
        ("critical_least = 10", "critical_least = true", "found True, expected a whole number of at least 1"),
        ("extra_days_off = []", 'extra_days_off = ["2027-01-04"]', "expected a list of dates without quotes"),
        ('cron = "30 1 * * *"', 'cron = "01:30"', "found '01:30', expected five fields"),
        ('cron = "30 1 * * *"', 'cron = "61 1 * * *"', "found '61 1 * * *', expected five fields of a moment that comes"),
        ('cron = "30 1 * * *"', 'cron = "30 1 30 2 *"', "found '30 1 30 2 *', expected five fields of a moment that comes"),
        ('cron = "30 1 * * *"', 'cron = "@daily"', "found '@daily', expected five fields"),
        ('cron = "30 1 * * *"', 'cron = "R 1 * * *"', "found 'R 1 * * *', expected five fields"),
        ('timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Hà Nội"', "found 'Hà Nội', expected a time zone"),
        ('residence = "urban"', 'residence = "phường"', "expected one of 'urban', 'rural'"),
        ("[limits]", "[limit]", "key 'limit': nothing is known by this name, did you mean 'limits'"),
        ("[dossiers]", "[[dossiers]]", "expected a table, written as [dossiers]"),
        ('agency_codes = ["H24", "H23"]', 'agency_codes = "H24"', "expected a list of texts"),
    ],
)
def test_a_mistake_of_the_ward_names_file_key_found_and_expected(tmp_path: Path, before: str, after: str, says: str) -> None:
    assert says in ward_mistake(tmp_path, before, after)


def test_two_places_may_differ_by_accents_alone(tmp_path: Path) -> None:
    folder = make_ward(tmp_path, "mau", WARD_TEXT.replace('"Xã Minh Hòa", ', '"Xã Minh Hòa", "Hiền Thành", '))
    assert "Hiền Thành" in read_ward(folder).areas_of("former_unit")[2].aliases


def test_the_same_alias_twice_for_one_place_is_no_mistake(tmp_path: Path) -> None:
    folder = make_ward(tmp_path, "mau", WARD_TEXT.replace('"Tổ 4"', '"Tổ 4", "tổ 4"'))
    assert read_ward(folder).code == "10744"


def test_a_source_to_pull_from_is_read_and_a_password_in_its_address_refused(tmp_path: Path) -> None:
    source = '\n[[source]]\nname = "Ổ dùng chung"\nurl = "{}"\npattern = "**/*.xls*"\n'
    read = read_ward(make_ward(tmp_path / "a", "mau", WARD_TEXT + source.format("file:///srv/inbox"))).sources
    assert [(found.name, found.url, found.pattern) for found in read] == [("Ổ dùng chung", "file:///srv/inbox", "**/*.xls*")]
    with pytest.raises(SettingsError, match=r"found a password before '@' in sftp://h/inbox, expected an address without it") as caught:
        read_ward(make_ward(tmp_path / "b", "mau", WARD_TEXT + source.format(f"sftp://u:{PASSWORD}@h/inbox")))
    assert PASSWORD not in str(caught.value)


def test_a_procedure_that_the_ward_adds_joins_the_shipped_ones(tmp_path: Path) -> None:
    more = '\n[[procedure]]\ncode = "1.004873"\nname = "Cấp giấy xác nhận"\nfield_name = "Hộ tịch"\n'
    codes = {procedure.code for procedure in read_ward(make_ward(tmp_path, "mau", WARD_TEXT + more)).procedures}
    assert codes == {procedure.code for procedure in procedures()} | {"1.004873"}


COLUMNS = """
[columns.health_insurance]
"Mã 1" = "personal_id"
"Thời hạn > Bắt đầu" = "Từ ngày"
"Mã phòng khám" = "ignored"
"(cột D không có tiêu đề)" = "ignored"

[columns.department_report]
"Hộ khẩu" = "household_count"
"""


def test_headings_that_the_ward_answers_are_read_by_source(tmp_path: Path) -> None:
    read = read_ward(make_ward(tmp_path, "mau", WARD_TEXT + COLUMNS)).headings
    assert [(one.source, one.heading, one.column) for one in read] == [
        ("health_insurance", "Mã 1", "personal_id"),
        ("health_insurance", "Thời hạn > Bắt đầu", "valid_from"),
        ("health_insurance", "Mã phòng khám", None),
        ("health_insurance", "(cột D không có tiêu đề)", None),
        ("department_report", "Hộ khẩu", "household_count"),
    ]
    assert read_ward(FOLDER).headings == ()


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            "[columns.health_insurance]",
            "[columns.bhyt]",
            "key 'columns.bhyt': nothing is known by this name, expected one of department_report",
        ),
        (
            '"Mã 1" = "personal_id"',
            '"Mã 1" = "cccd"',
            "key 'columns.health_insurance.Mã 1': found 'cccd', expected 'ignored' or one of these columns",
        ),
        ('"Mã 1" = "personal_id"', '"Mã 1" = "result_date"', "found 'result_date', expected 'ignored' or one of these columns"),
        ('"Mã 1" = "personal_id"', '"Mã 1" = 1', "found 1, expected a text"),
        ('"Mã 1" = "personal_id"', '"(1)" = "personal_id"', "expected a heading with letters"),
        ('"Mã 1" = "personal_id"', '"(cột E không có tiêu đề)" = "sex"', "expected 'ignored', for a column without a heading"),
        (
            '"Mã 1" = "personal_id"',
            '"MÃ PHÒNG KHÁM" = "sex"',
            "found 'ignored', expected the same as for 'MÃ PHÒNG KHÁM', which is the same heading",
        ),
    ],
)
def test_a_mistake_about_a_heading_names_it(tmp_path: Path, before: str, after: str, says: str) -> None:
    folder = make_ward(tmp_path, "mau", WARD_TEXT + COLUMNS.replace(before, after, 1))
    with pytest.raises(SettingsError) as caught:
        read_ward(folder)
    assert says in str(caught.value) and str(folder / "ward.toml") in str(caught.value)


def test_a_heading_that_the_program_knows_by_now_is_no_mistake_of_the_ward(tmp_path: Path) -> None:
    assert read_ward(make_ward(tmp_path, "mau", WARD_TEXT + COLUMNS.replace("Mã 1", "Số CCCD"))).headings[0].column == "personal_id"


def test_the_example_of_answered_headings_on_file_is_right(tmp_path: Path) -> None:
    told = WARD_TEXT.replace("# [columns", "[columns").replace('# "', '"')
    assert len(read_ward(make_ward(tmp_path, "mau", told)).headings) == 3


# --- reference tables


@pytest.mark.parametrize("path", sorted(REFERENCE_FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_a_reference_table_is_whole_and_says_its_source(path: Path) -> None:
    rows = read_reference(path.stem)
    assert rows and all(row["source"].strip() for row in rows)
    assert all(name.isidentifier() and name == name.lower() for name in rows[0])
    assert len({tuple(row.items()) for row in rows}) == len(rows) and all(None not in row and None not in row.values() for row in rows)


def test_a_reference_table_that_is_missing_is_a_sentence() -> None:
    with pytest.raises(SettingsError, match="cannot be read .* Install the program again"):
        read_reference("nowhere")


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("procedures", 6),
        ("channels", 3),
        ("dossier_statuses", 10),
        ("insurance_groups", 44),
        ("deprivations", 24),
        ("poverty_standards", 6),
        ("retirement_ages", 30),
        ("day_swaps", 1),
    ],
)
def test_reference_tables_have_their_rows(name: str, count: int) -> None:
    assert len(read_reference(name)) == count


def test_national_codes_are_unique() -> None:
    keys = {"procedures": "code", "channels": "channel_code", "dossier_statuses": "status_code", "insurance_groups": "object_code"}
    for name, key in keys.items():
        codes = [row[key] for row in read_reference(name)]
        assert len(set(codes)) == len(codes), name


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("DN", "1"),
        ("HT", "2"),
        ("TE", "3"),
        ("HN", "3"),
        ("CN", "4"),
        ("HS", "4"),
        ("SV", "4"),
        ("GD", "5"),
        ("TA", "3"),
    ],
)
def test_an_object_code_belongs_to_its_group(code: str, group: str) -> None:
    assert {row["group_number"] for row in read_reference("insurance_groups") if row["object_code"] == code} == {group}


@pytest.mark.parametrize(
    ("year", "sex", "age"),
    [
        (2021, "male", (60, 3)),
        (2024, "male", (61, 0)),
        (2026, "male", (61, 6)),
        (2027, "male", (61, 9)),
        (2028, "male", (62, 0)),
        (2035, "male", (62, 0)),
        (2021, "female", (55, 4)),
        (2023, "female", (56, 0)),
        (2026, "female", (57, 0)),
        (2030, "female", (58, 4)),
        (2034, "female", (59, 8)),
        (2035, "female", (60, 0)),
    ],
)
def test_the_age_of_retirement_is_that_of_the_decree(year: int, sex: str, age: tuple[int, int]) -> None:
    rows = [row for row in read_reference("retirement_ages") if (row["year"], row["sex"]) == (str(year), sex)]
    found = [(int(row["years"]), int(row["months"])) for row in rows]
    assert found == [age]


@pytest.mark.parametrize(
    ("residence", "limits"),
    [
        ("urban", [1_300_000, 2_000_000, 2_800_000]),
        ("rural", [1_000_000, 1_500_000, 2_200_000]),
    ],
)
def test_poverty_standards_follow_each_other_without_a_gap(residence: str, limits: list[int]) -> None:
    standards = poverty_standards(residence)
    assert [standard.income_limit_vnd for standard in standards] == limits
    assert [standard.version for standard in standards] == ["2016-2021", "2022-2026", "2027-2030"]
    assert all((later.valid_from - earlier.valid_to).days == 1 for earlier, later in zip(standards, standards[1:], strict=False))


def test_each_standard_has_six_dimensions_and_twelve_deprivations_in_order() -> None:
    for version in ("2022-2026", "2027-2030"):
        rows = [row for row in read_reference("deprivations") if row["standard_version"] == version]
        assert [row["deprivation_code"] for row in rows] == [f"T{number:02d}" for number in range(1, 13)]
        assert len({row["dimension_name"] for row in rows}) == 6


def test_a_swapped_day_is_a_working_day_for_a_saturday() -> None:
    assert all(off.isoweekday() < 6 and worked.isoweekday() == 6 for off, worked in day_swaps())


def test_settings_come_without_any_heavy_library() -> None:
    """``chitieu --help`` reads them: neither the frame library nor the database's may come along."""
    code = (
        "import sys, flows.config.settings; print([m for m in ('polars', 'pandas', 'sqlalchemy', 'holidays', 'prefect') if m in "
        "sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "[]"
