"""Vietnamese text, names, dates, numbers, identifiers and places, as polars expressions.

Every function takes an expression of text and gives an expression: null in, null out, and null where the text cannot be read
(the caller compares with the text as sent). What is asked of them stands in `rules.md`, "Who a person is".
"""
