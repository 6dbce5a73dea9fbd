"""Who a person is: keyed pseudonyms of ids, and the key under which the rows of one delivery speak of one person.

Data flow: valid ids of a tidy frame -> ``with_person_keys`` (rules H04, S05) and ``with_pseudonyms`` (publication). A pseudonym is the
first half of HMAC-SHA256 (RFC 2104) under the ward's secret: without the secret it cannot be made again by trying all
numbers, which a plain digest of twelve digits could.
"""

import hmac

import polars as pl

_HALF_DIGEST_BYTES = 16


def pseudonyms(ids: pl.Series, secret: bytes, kind: str) -> pl.Series:
    """Hexadecimal pseudonyms (32 digits, a UUID to PostgreSQL) of a String column; null stays null. ``kind`` keeps equal digits of
    different id systems apart."""
    values = ids.drop_nulls().unique()
    prefix = f"{kind}:".encode()
    made = [hmac.digest(secret, prefix + value.encode(), "sha256")[:_HALF_DIGEST_BYTES].hex() for value in values]
    return ids.replace_strict(values, pl.Series(made, dtype=pl.String), default=None, return_dtype=pl.String)


def with_pseudonyms(frame: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """Adds ``personal_pseudonym`` and ``insurance_pseudonym`` from ``personal_id`` and ``social_insurance_number``."""
    return frame.with_columns(
        pseudonyms(frame["personal_id"], secret, "personal_id").alias("personal_pseudonym"),
        pseudonyms(frame["social_insurance_number"], secret, "social_insurance_number").alias("insurance_pseudonym"),
    )


def with_person_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ``person_id``: the personal id, else the one that another row of the delivery carries together with this row's
    social insurance number, else that number; null where the row has neither. An insurance number that two personal ids claim
    links nobody."""
    links = (
        frame.lazy()
        .filter(pl.col("personal_id").is_not_null() & pl.col("social_insurance_number").is_not_null())
        .group_by("social_insurance_number")
        .agg(pl.col("personal_id").n_unique().alias("claims"), pl.col("personal_id").first().alias("linked_id"))
        .filter(pl.col("claims") == 1)
        .select("social_insurance_number", "linked_id")
        .collect()
    )
    linked = frame["social_insurance_number"].replace_strict(
        links["social_insurance_number"], links["linked_id"], default=None, return_dtype=pl.String
    )
    return frame.with_columns(pl.coalesce("personal_id", linked, "social_insurance_number").alias("person_id"))
