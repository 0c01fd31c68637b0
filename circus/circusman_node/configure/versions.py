"""One version of a configuration file: its content, owner and mode; read, staged beside its place, and put there."""

import base64
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from circusman_node.confined import Home, MissingFolder, Place
from circusman_node.errors import NodeError

# Bytes: a larger file is no configuration, and would have to be kept whole to be brought back.
LARGEST = 4 * 1024 * 1024

# Permissions alone are kept: a set-uid bit never goes over to content that somebody sent.
_PERMISSIONS = 0o777


@dataclass(frozen=True)
class Version:
    """`owner` and `group` None: those of the folder that the file lies in."""

    content: bytes
    owner: int | None = None
    group: int | None = None
    mode: int = 0o644

    def is_at(self, other: "Version | None") -> bool:
        """Whether a file of the version `other` need not be replaced by this one."""
        return (
            other is not None
            and self.content == other.content
            and self.mode == other.mode
            and self.owner in (None, other.owner)
            and self.group in (None, other.group)
        )


def version_record(version: Version | None) -> dict[str, Any] | None:
    """A version as it is kept in the state folder."""
    if version is None:
        return None
    return {"content": base64.b64encode(version.content).decode(), "owner": version.owner, "group": version.group, "mode": version.mode}


def version_from(record: dict[str, Any] | None) -> Version | None:
    """What `version_record` made; KeyError, TypeError or ValueError for anything else."""
    return None if record is None else Version(base64.b64decode(record["content"]), record["owner"], record["group"], record["mode"])


def read_version(home: Home, path: str) -> Version | None:
    """The file `path` (relative to the home) as it is; None when it is not there. NodeError when it is no regular file, or too large."""
    try:
        with home.place(path) as place:
            return version_at(home, place)
    except MissingFolder:
        return None


def version_at(home: Home, place: Place, name: str | None = None) -> Version | None:
    """What lies at a place, or under another `name` beside it; None when nothing does."""
    name = name or place.name
    where = f"{place.path} in {home.path}"
    try:
        # Not blocking: a named pipe would wait for a writer.
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=place.parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NodeError(f"{where} cannot be read: {error.strerror}") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NodeError(f"{where} is no regular file; move it away or declare another destination")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(LARGEST + 1)
    finally:
        os.close(descriptor)
    if len(content) > LARGEST:
        raise NodeError(f"{where} is larger than {LARGEST // 1024} kB, too much for a configuration file; declare another destination")
    return Version(content, status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode) & _PERMISSIONS)


def staged_name(place: Place) -> str:
    return f".{place.name}.circusman-new"


def stage(place: Place, version: Version) -> None:
    """Writes the version beside its place, synced, with its owner and mode. OSError when it cannot; nothing is left then."""
    discard_staged(place)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(staged_name(place), flags, 0o600, dir_fd=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(version.content)
            file.flush()
            _own(descriptor, version, os.fstat(place.parent))
            os.fchmod(descriptor, version.mode)
            os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            discard_staged(place)
        raise


def discard_staged(place: Place) -> None:
    """Nothing when there is none, also where nothing may be written."""
    with suppress(FileNotFoundError):
        os.stat(staged_name(place), dir_fd=place.parent, follow_symlinks=False)
        os.unlink(staged_name(place), dir_fd=place.parent)


def refuse_unreplaceable(home: Home, place: Place) -> None:
    """NodeError when the file at a place must not or cannot be replaced: it is read-only, immutable, or mounted there."""
    where = f"{place.path} in {home.path}"
    try:
        descriptor = os.open(place.name, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=place.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise NodeError(f"{where} cannot be written: {error.strerror}; make it writable for the user that circusd runs as") from error
    try:
        if _mount(descriptor) != _mount(place.parent):
            raise NodeError(f"{where} is a mount point, so it cannot be replaced; mount the folder that holds it instead")
    finally:
        os.close(descriptor)


def _own(descriptor: int, version: Version, folder: os.stat_result) -> None:
    """Gives a new file its owner. One that is to keep its owner must; one without falls to the folder's where that is allowed."""
    owner = folder.st_uid if version.owner is None else version.owner
    group = folder.st_gid if version.group is None else version.group
    now = os.fstat(descriptor)
    if (owner, group) == (now.st_uid, now.st_gid):
        return
    try:
        os.fchown(descriptor, owner, group)
    except PermissionError:
        if version.owner is not None:
            raise


def _mount(descriptor: int) -> str:
    """The number of the mount that an open file lies on: it tells a bind mount too, which has the same device."""
    with open(f"/proc/self/fdinfo/{descriptor}", encoding="ascii") as lines:
        return next(line for line in lines if line.startswith("mnt_id:"))
