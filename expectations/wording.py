"""How findings speak: Vietnamese sentences with the cell's value, personal values masked."""

import polars as pl

from transforms.vietnamese.identifiers import masked

BLANK = "(trống)"


def say(sentence: str, *values: pl.Expr) -> pl.Expr:
    """The sentence with its ``{}`` filled; a null value reads "(trống)", so that no sentence is lost."""
    return pl.format(sentence, *(value.cast(pl.String).fill_null(BLANK) for value in values)) if values else pl.lit(sentence)


def raw(name: str) -> pl.Expr:
    """The cell as sent."""
    return pl.col(f"{name}_raw")


def shown(e: pl.Expr) -> pl.Expr:
    """A cell of a column that is not personal. A number of nine digits or more slipped into it from one that is: its last three remain."""
    return e.str.replace_all(r"\d{6,}(\d{3})", "***${1}")


def hidden(name: str) -> pl.Expr:
    """A personal cell: its last three characters alone."""
    return masked(pl.col(name))


def day(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime("%d/%m/%Y")


def percent(share: float) -> str:
    """A share 0-1 as officers write it: 98,5 %."""
    return f"{100 * share:.1f}".replace(".", ",") + " %"
