"""The night's page in Prefect: what an officer needs in the morning, as text that no file name can break."""

from dataclasses import asdict

from flows.operations.night_outcome import NightOutcome
from flows.operations.run_summary import summary_vi
from flows.pipeline.outcomes import Delivery, RunResult


def page(*deliveries: Delivery, complaints: tuple[str, ...] = ()) -> str:
    result = RunResult(7, "10744", list(deliveries), 12)
    result.seconds["total"] = 3.25
    return summary_vi(asdict(result), "Phường Nguyễn Đại Năng", {"achieved": 3, "no_data": 2}, complaints)


def test_the_page_says_what_happened_to_each_file_and_where_the_plan_stands() -> None:
    text = page(Delivery("BHYT_2026-08.csv", "health_insurance", "2026-08", "published", 10, 9, 1))
    assert "| BHYT\\_2026-08.csv | BHYT | 08/2026 | Đã công bố | 10 | 9 | 1 |  |" in text
    assert "1 tệp (đã công bố: 1). Số giá trị chỉ tiêu thay đổi: 12. Thời gian: 3,2 giây." in text
    assert "| Đạt | 3 |\n| Chưa có số liệu | 2 |" in text


def test_the_page_says_what_waits_and_what_failed_by_step() -> None:
    result = RunResult(7, "10744")
    line = {"file_name": None, "place_name": "BHXH", "file_count": 1, "byte_count": None, "message": "no route"}
    steps = [{"step": "found", "file_count": 1200}, {"step": "waiting", "file_count": 30}]
    waiting = [{**line, "file_name": f"{number}|x.part", "step": "waiting"} for number in range(30)]
    failed = [{**line, "step": "failed"}, {**line, "step": "failed", "file_count": 4800}]
    text = summary_vi(asdict(result), "Phường", {}, night=NightOutcome(steps, waiting, failed))
    assert "Số tệp theo bước: đã thấy 1.200, đang chờ gửi xong 30." in text
    assert "- Đang chờ nơi gửi ghi xong: 0\\|x.part \\(nguồn BHXH\\): no route" in text
    assert "- Đang chờ nơi gửi ghi xong: … và 10 tệp nữa." in text
    assert "- Không làm được: cả nguồn \\(nguồn BHXH\\): no route" in text
    assert "- Không làm được: 4.800 tệp khác \\(nguồn BHXH\\): no route" in text


def test_a_night_without_files_says_so() -> None:
    assert "Không có tệp nào." in page()
    assert "| Tệp |" not in page()


def test_what_was_received_before_is_counted_not_listed() -> None:
    text = page(*[Delivery(f"{number}.csv", "dossiers", "2026-08", "duplicate") for number in range(300)])
    assert "300 tệp" in text
    assert "0.csv" not in text


def test_hundreds_of_new_files_do_not_make_hundreds_of_lines() -> None:
    text = page(*[Delivery(f"{number}.csv", "dossiers", "2026-08", "published") for number in range(250)])
    assert "… và 50 tệp nữa" in text


def test_a_file_name_is_text_and_nothing_else() -> None:
    text = page(Delivery("a|b\n<img src=x>[c](http://d)`e`.csv", None, None, "unrecognised", reasons=["Không | rõ", "Hai"]))
    assert "| a\\|b &lt;img src=x&gt;\\[c\\]\\(http://d\\)\\`e\\`.csv | ? | ? |" in text
    assert "Không \\| rõ<br>Hai |" in text


def test_sources_out_of_reach_are_told() -> None:
    assert "## Nguồn không lấy được\n\n- Source 'a': gone" in page(complaints=("Source 'a': gone",))
