"""The origin of a source by the scheme of its address. Libraries of a kind are imported for that kind alone."""

from pathlib import Path

from flows.config.source_credentials import Credentials
from flows.config.ward import PullSource
from flows.extract.fetching.origin import Origin


def open_origin(source: PullSource, credentials: Credentials, home: Path) -> Origin:
    """Raises ``SourceFailure`` where a package is missing, and what connecting raises. ``home``: paths of keys are below it."""
    scheme = source.url.partition("://")[0].lower() if "://" in source.url else "file"
    if scheme in ("file", "local"):
        from flows.extract.fetching.folder import FolderOrigin

        return FolderOrigin(source.url)
    if scheme in ("sftp", "ssh"):
        from flows.extract.fetching.sftp import SftpOrigin

        return SftpOrigin(source, credentials, home)
    if scheme in ("http", "https"):
        from flows.extract.fetching.http import HttpOrigin

        return HttpOrigin(source.url, source.name, credentials)
    if scheme in ("webdav", "webdavs"):
        from flows.extract.fetching.webdav import WebdavOrigin

        return WebdavOrigin(source.url, source.name, credentials)
    if scheme == "s3":
        from flows.extract.fetching.s3 import S3Origin

        return S3Origin(source, credentials)
    if scheme == "smb":
        from flows.extract.fetching.smb import SmbOrigin

        return SmbOrigin(source, credentials)
    from flows.extract.fetching.other import OtherOrigin

    return OtherOrigin(source.url, credentials)
