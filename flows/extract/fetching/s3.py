"""A bucket of a store that speaks S3: ``s3://bucket/prefix``; ``endpoint`` of the source names a store other than Amazon's."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from flows.config.source_credentials import Credentials, variable
from flows.config.ward import PullSource
from flows.extract.fetching.failures import ConnectionLostError, SourceFailure, StillWrittenError, missing_package
from flows.extract.fetching.origin import Entry

_CONNECT_SECONDS, _ANSWER_SECONDS, _TRIES = 15, 60, 3
_REFUSED = ("AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch", "401", "ExpiredToken", "InvalidToken", "Forbidden")
_ANOTHER_NOW = ("PreconditionFailed", "412")
_MISSING = ("NoSuchBucket", "NoSuchKey", "404", "NotFound")


class S3Origin:
    """Without keys of the source's own, those that Amazon's programs would find are used."""

    is_told_in_listing = True

    def __init__(self, source: PullSource, credentials: Credentials) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise missing_package("s3", "boto3") from None
        self.source = source
        self.bucket, _, prefix = source.url.partition("://")[2].partition("/")
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.root = Entry("", self.prefix, is_folder=True)
        self.client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=source.endpoint,
            region_name=source.region,
            aws_access_key_id=credentials.access_key or credentials.username,
            aws_secret_access_key=credentials.secret_key or credentials.password,
            aws_session_token=credentials.session_token,
            config=Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_ANSWER_SECONDS,
                retries={"max_attempts": _TRIES, "mode": "standard"},
                # Sums that stores other than Amazon's do not know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def entries(self, folder: Entry) -> Iterator[Entry]:
        """Page by page. Nothing at all below the address is a wrong address: a store knows no empty folder."""
        is_empty = True
        try:
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder.key, Delimiter="/"):
                is_empty = is_empty and not page.get("KeyCount", len(page.get("Contents", [])) + len(page.get("CommonPrefixes", [])))
                for below in page.get("CommonPrefixes", []):
                    yield Entry(self._path(below["Prefix"]).rstrip("/"), below["Prefix"], is_folder=True)
                for item in page.get("Contents", []):
                    if not item["Key"].endswith("/"):
                        yield Entry(self._path(item["Key"]), item["Key"], False, item["Size"], f"{item['ETag']} {item['LastModified']}")
        except Exception as error:
            raise self._explained(error) from error
        if is_empty and folder is self.root and self.prefix:
            raise FileNotFoundError("nothing lies below this address")

    def _path(self, key: str) -> str:
        return key[len(self.prefix) :]

    def download(self, file: Entry, draft: Path) -> None:
        """The object as it was listed: another one that came in between is not taken for it."""
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=file.key, IfMatch=(file.stamp or "").partition(" ")[0])
            with draft.open("wb") as target:
                for piece in answer["Body"].iter_chunks(2**20):
                    target.write(piece)
        except Exception as error:
            raise self._explained(error) from error

    def move(self, file: Entry, path: str) -> None:
        target = self.prefix + path
        with suppress(self.client.exceptions.ClientError):
            self.client.head_object(Bucket=self.bucket, Key=target)
            raise FileExistsError(path)
        self.client.copy({"Bucket": self.bucket, "Key": file.key}, self.bucket, target)
        self.client.delete_object(Bucket=self.bucket, Key=file.key)

    def write_mark(self, path: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self.prefix + path, Body=b"")

    def renew(self) -> None:
        """The client connects by itself."""

    def close(self) -> None:
        self.client.close()

    def _explained(self, error: Exception) -> Exception:
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

        names = ", ".join(variable(self.source.name, what) for what in ("access_key", "secret_key"))
        if isinstance(error, NoCredentialsError | PartialCredentialsError):
            return SourceFailure("the store asks for keys and there are none", f"Set {names}")
        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _REFUSED:
                return SourceFailure(f"the store refuses ({code})", f"Correct {names}, or ask for the right to list and read there")
            if code in _ANOTHER_NOW:
                return StillWrittenError()
            if code in _MISSING:
                return FileNotFoundError(f"there is no such bucket or object ({code})")
            return ConnectionLostError(f"the store answers {code}")
        return ConnectionLostError(str(error)) if isinstance(error, BotoCoreError) else error
