"""The master key checked and changed, also where a change was cut off."""

from pathlib import Path
from typing import TYPE_CHECKING

from flows.database.engine import landed_files_held
from flows.vault.decision_values import rewrap_values
from flows.vault.file_encryption import rewrap, sealed_with
from flows.vault.master_keys import MasterKeys, VaultError, begin_change, finish_change, master_keys
from flows.vault.row_encryption import data_key_of, wrap

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings


# --- keys ---------------------------------------------------------------------------------------------------------------
def check_keys(connection: "Connection", ward_code: str, keys: MasterKeys) -> None:
    """Raises ``VaultError`` if the ward's vault was sealed with a master key that is not at hand: nothing may be sealed
    beside it with another."""
    sealed = connection.exec_driver_sql(
        "select distinct master_fingerprint from vault.data_key where ward_code = %s order by 1", (ward_code,)
    ).scalars()
    missing = [fingerprint for fingerprint in sealed if keys.of(fingerprint) is None]
    if missing:
        raise VaultError(
            f"The vault of ward {ward_code} was sealed with the master key {', '.join(missing)}; "
            f"the one at hand is {keys.present.fingerprint}. "
            "Bring back that key (CHITIEU_VAULT_KEY, or vault.key in CHITIEU_HOME)."
        )


def rotate(engine: "Engine", settings: "Settings") -> tuple[str, int]:
    """A new master key: its fingerprint, and how many data keys it wraps now: of every ward that this key's home serves, because the old
    key goes. A key that is not the ward's is not changed. All of them in one transaction; if the program dies on the way, both files are
    there and either state opens; rotating again ends it."""
    with landed_files_held(engine, shared=False):
        return _rotate(engine, settings)


def _rotate(engine: "Engine", settings: "Settings") -> tuple[str, int]:
    keys = keys_after_interrupted_rotation(engine, settings)
    with engine.connect() as connection:
        check_keys(connection, settings.ward.code, keys)
    new = begin_change(settings)
    with engine.begin() as connection:
        connection.exec_driver_sql("lock table vault.data_key in exclusive mode")
        known = [key.fingerprint for key in (keys.present, *keys.others)]
        rows = connection.exec_driver_sql("select * from vault.data_key where master_fingerprint = any(%s)", (known,)).fetchall()
        for row in rows:  # one short key a delivery
            wrapped = wrap(new, data_key_of(keys, row), row.ward_code, row.delivery_id)
            connection.exec_driver_sql(
                "update vault.data_key set master_fingerprint = %s, wrapped_key = %s where delivery_id = %s",
                (new.fingerprint, wrapped, row.delivery_id),
            )
        rewrap_values(connection, keys, new)
    rewrap(MasterKeys(keys.present, (*keys.others, new)), new, *_sealed_folders(settings))
    finish_change(settings.home)
    return new.fingerprint, len(rows)


def keys_after_interrupted_rotation(engine: "Engine", settings: "Settings") -> MasterKeys:
    """The keys at hand, after a change that was cut off has been brought to its end: the database says which key it knows."""
    keys = master_keys(settings)
    if keys.others:
        with engine.connect() as connection:
            known = set(connection.exec_driver_sql("select distinct master_fingerprint from vault.data_key").scalars())
        files = sealed_with(*_sealed_folders(settings))
        new = next((key for key in keys.others if key.fingerprint in known | files), None)
        # The database's keys are wrapped first and all at once: a row or a file of the new key means that they are.
        if new is not None and keys.present.fingerprint not in known:
            rewrap(keys, new, *_sealed_folders(settings))
            finish_change(settings.home)
            keys = master_keys(settings)
    return keys


def _sealed_folders(settings: "Settings") -> tuple[Path, Path]:
    """Where deliveries lie, sealed by file."""
    return settings.home / "landed", settings.home / "inbox"
