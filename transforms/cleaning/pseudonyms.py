"""Pseudonyms: keyed pseudonyms of the ids of people and of the codes of dossiers; the key under which the rows of one delivery speak of one
person.

Data flow: valid ids of a tidy frame -> ``with_person_keys`` (rules H04, S05), ``with_pseudonyms``, ``dossier_names`` (publication),
``with_household_names`` (rules and publication). A pseudonym is the first half of HMAC-SHA256 (RFC 2104) under the ward's secret:
without the secret it cannot be made again by trying all numbers, which a plain digest of twelve digits could.
"""

import polars as pl

from transforms.vietnamese.identifiers import is_known_province, personal_id

_HALF_DIGEST_BYTES = 16
_HOUSEHOLD_DIGITS = 10


def pseudonyms(ids: pl.Series, secret: bytes, kind: str, known: pl.DataFrame | None = None) -> pl.Series:
    """Hexadecimal pseudonyms (32 digits, a UUID to PostgreSQL) of a String column; null stays null. ``kind`` keeps equal digits of
    different id systems apart. ``known``: ids of that kind in the first column, in the second what this function made of them."""
    if known is not None:
        there = known.drop_nulls().unique(known.columns[0])
        told = ids.replace_strict(there[:, 0], there[:, 1], default=None, return_dtype=pl.String)
        if told.null_count() == ids.null_count():
            return told.alias(ids.name)
        missing = pseudonyms(pl.select(pl.when(told.is_null()).then(ids)).to_series(), secret, kind)
        return pl.select(pl.coalesce(told, missing)).to_series().alias(ids.name)
    if 2 * ids.n_unique() > ids.len():  # to look for those that come again would cost more than it saves
        return _made(ids, secret, kind)
    values = ids.drop_nulls().unique()
    return ids.replace_strict(values, _made(values, secret, kind), default=None, return_dtype=pl.String)


def _made(ids: pl.Series, secret: bytes, kind: str) -> pl.Series:
    """Of each one its own digest. By ``cryptography``: Python's own module takes twice as long for each of them."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.hmac import HMAC

    begun = HMAC(secret, SHA256())
    begun.update(f"{kind}:".encode())  # what all have in common is digested once
    digests: list[bytes | None] = []
    for value in ids.cast(pl.Binary).to_list():
        if value is None:
            digests.append(None)
            continue
        digest = begun.copy()
        digest.update(value)
        digests.append(digest.finalize())
    return pl.Series(ids.name, digests, dtype=pl.Binary).bin.encode("hex").str.slice(0, 2 * _HALF_DIGEST_BYTES)


def with_pseudonyms(frame: pl.DataFrame, secret: bytes, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Adds ``personal_pseudonym`` and ``insurance_pseudonym`` from ``personal_id`` and ``social_insurance_number``. ``known``: a frame that
    has them already, of mostly the same people."""
    columns = (("personal_id", "personal_pseudonym"), ("social_insurance_number", "insurance_pseudonym"))
    return frame.with_columns_seq(
        pseudonyms(frame[number], secret, number, None if known is None else known.select_seq(number, name)).alias(name)
        for number, name in columns
    )


def with_household_names(frame: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """``household_number`` and ``own_number`` as the star and findings may say them."""
    return frame.with_columns_seq(
        household_names(frame[name], secret) for name in ("household_number", "own_number") if name in frame.columns
    )


def household_names(numbers: pl.Series, secret: bytes) -> pl.Series:
    """Numbers of households as the star and findings may say them: where a ward numbers a household by its head's personal id, a pseudonym
    of it ("H-" and ten digits) stands for the number; all others stay. Blank stays blank."""
    bare = numbers.str.replace_all(r"[\s.\-']", "")
    if not bare.str.contains(r"^\d{12}$").any():
        return numbers
    judged = bare.to_frame("number").select_seq(
        (
            pl.col("number").str.contains(r"^\d{12}$")
            & personal_id(pl.col("number")).struct.field("is_valid")
            & is_known_province(pl.col("number"))
        ).fill_null(False)
    )
    told = pl.Series("told", bare.set(~judged.to_series(), None))
    named = pseudonyms(told, secret, "household").str.slice(0, _HOUSEHOLD_DIGITS)
    return pl.select(pl.coalesce(pl.lit("H-") + named, numbers)).to_series().alias(numbers.name)


def dossier_names(codes: pl.Series, secret: bytes) -> pl.Series:
    """What the star calls dossiers: their codes, which look them up on the public portal, stay in the vault."""
    return pseudonyms(codes, secret, "dossier_code")


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
    return frame.with_columns_seq(pl.coalesce("personal_id", linked, "social_insurance_number").alias("person_id"))
