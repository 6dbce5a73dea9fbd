"""Decisions of officers in Vietnamese: their kinds, and what each is about.

Data flow: audit.decision -> ``KINDS_VI``, ``row_vi`` -> the log of decisions, the validation report
"""

KINDS_VI = {
    "correct": "Sửa",
    "accept": "Xác nhận đúng",
    "exclude": "Loại khỏi chỉ tiêu",
    "release": "Công bố",
    "nothing_to_report": "Không phát sinh",
    "undo": "Hoàn tác",
}


def row_vi(identity: str | None, sha256: str | None) -> str:
    """What a decision is about, in the officer's words; people by the beginning of their pseudonym."""
    if identity is None:
        return f"tệp {sha256[:8]}" if sha256 else "cả tháng"
    kind, _, rest = identity.partition(":")
    if kind == "dossier":
        return f"hồ sơ {rest}"
    if kind == "person":
        return f"người {rest[:6]}"
    if kind == "household":
        number, _, member = rest.partition("|")
        return f"hộ {number}, thành viên {member.removeprefix('person:')[:6]}"
    if kind in ("indicator", "population"):
        return f"số liệu {rest.replace('|', ', địa bàn ')}" if kind == "indicator" else f"dân số địa bàn {rest}"
    _, sheet, row = rest.rsplit("|", 2) if rest.count("|") >= 2 else ("", "", rest)
    return f"dòng {row}" + (f" trang {sheet}" if sheet else "")
