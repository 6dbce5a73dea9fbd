"""Statuses in Vietnamese: one table, and how a status reads within a sentence."""

import pytest

from flows.wording.statuses import STATUS_VI, status_change_vi, status_in_sentence_vi


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("published", "đã công bố"),
        ("published_with_findings", "đã công bố, có điểm cần xem"),
        ("held", "đang giữ lại"),
        ("unreadable", "không đọc được"),
        ("unrecognised", "không nhận ra"),
        ("duplicate", "trùng"),
        ("superseded", "đã thay bằng bản mới"),
    ],
)
def test_a_status_within_a_sentence_is_written_small(status: str, words: str) -> None:
    assert status_in_sentence_vi(status) == words


def test_every_status_can_be_said_within_a_sentence() -> None:
    for status, (words, _) in STATUS_VI.items():
        assert words.lower().startswith(status_in_sentence_vi(status))


def test_a_status_that_stays_is_said_once() -> None:
    assert status_change_vi("held", "published") == "Đang giữ lại → Đã công bố"
    assert status_change_vi("published_with_findings", "published_with_findings") == "Vẫn đã công bố, có điểm cần xem"
