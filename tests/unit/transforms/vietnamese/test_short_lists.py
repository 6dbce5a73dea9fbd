"""A short list is cleaned by its alphabet, a long one by patterns: both give the same of every sign."""

from collections.abc import Callable

import polars as pl
import pytest

from transforms.vietnamese.text import clean_text, fold

_LONG = 600
_SIGNS = [chr(code) for code in range(0x2100) if not 0xD800 <= code < 0xE000]
_TEXTS = [*(f" A{sign}  b{sign}" for sign in _SIGNS), *_SIGNS, None, "", "  ", "Hiền  Thành", "ĐÔNG NAM", "To\u0302\u0309 3"]


@pytest.mark.parametrize("of", [clean_text, fold], ids=["clean_text", "fold"])
def test_a_short_list_gives_what_a_long_one_does(of: Callable[[pl.Expr], pl.Expr]) -> None:
    texts = pl.DataFrame({"text": _TEXTS}, schema={"text": pl.String})
    long = texts.select(of(pl.col("text"))).to_series()
    short = pl.concat([texts.slice(begin, _LONG // 2).select(of(pl.col("text"))) for begin in range(0, texts.height, _LONG // 2)])
    assert long.equals(short.to_series())
