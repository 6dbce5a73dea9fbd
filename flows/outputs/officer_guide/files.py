"""The guide as a file: what people wrote stays, the marked part is made, written where it differs, or only compared."""

import sys
from collections.abc import Sequence

from flows.outputs.officer_guide.rules_part import rules_part
from flows.system.files import ROOT, write_whole

GUIDE = ROOT / "docs" / "huong-dan-can-bo.md"
BEGIN = "<!-- Từ đây được tạo từ các quy tắc bằng `uv run python -m flows.outputs.officer_guide`: đừng sửa bằng tay. -->"
END = "<!-- Hết phần được tạo. -->"


def guide_with(text: str, made: str) -> str:
    """The guide with the made part between its marks. Raises ``ValueError`` where it has no marks."""
    head, _, rest = text.partition(BEGIN)
    _, ends, tail = rest.partition(END)
    if not ends:
        raise ValueError(f"{GUIDE.name} has no part between {BEGIN!r} and {END!r}")
    return f"{head}{BEGIN}\n\n{made}\n{END}{tail}"


def main(arguments: Sequence[str]) -> int:
    on_file = GUIDE.read_text(encoding="utf-8")
    wanted = guide_with(on_file, rules_part())
    if wanted == on_file:
        return 0
    if "--check" in arguments:
        sys.stderr.write(f"docs/{GUIDE.name} is not what the rules say. Make it again: uv run python -m flows.outputs.officer_guide\n")
        return 1
    write_whole(GUIDE, wanted.encode("utf-8"))
    return 0
