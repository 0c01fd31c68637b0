"""Where the node keeps what it must know again after its end: which processes it started, what it was configured for."""

import fcntl
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from circusman_node.errors import NodeError
from circusman_node.plain_file import read_plain

DEFAULT = Path("/var/lib/circusman-node")

#: Bytes of one file: far more than is ever kept.
_LARGEST = 64_000_000

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


def wanted_state_folder(given: str | None, environment: Mapping[str, str]) -> Path:
    """`--state`, else the folder that systemd made for us, else `DEFAULT`."""
    if given is not None:
        return Path(given).absolute()
    return Path(environment["STATE_DIRECTORY"].split(":")[0]) if environment.get("STATE_DIRECTORY") else DEFAULT


def record_name(kind: str, watcher: str) -> str:
    """The file name of a record about one watcher; any watcher name will do, also one with a slash in it."""
    return f"{kind}-{quote(watcher, safe=' ')}.json"


class StateFolder:
    """The folder, and the JSON files in it: each is there whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Makes the folder when it is missing; NodeError when it cannot be made or written to."""
        self.path = path
        self._lock: int | None = None
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = path / f".writable-{os.getpid()}"
            os.close(os.open(probe, _FLAGS, 0o600))
            probe.unlink()
        except OSError as error:
            raise NodeError(f"the state folder {path} cannot be written: {error.strerror}; name another one by --state FOLDER") from None

    def lock(self) -> None:
        """Makes this process the only node of the folder until it ends, however it ends; NodeError when there is one already."""
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            reason = f"the state folder {self.path} is used by another circusman-node; name another one by --state FOLDER"
            raise NodeError(reason) from None
        self._lock = lock

    def read_json(self, name: str) -> dict[str, Any] | None:
        """The content of the file `name` (with its `.json`), None when there is none; NodeError when it is broken."""
        path = self._file(name)
        try:
            content = json.loads(read_plain(path, _LARGEST))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise NodeError(f"{path} cannot be read: {error.strerror}") from None
        except ValueError:
            raise NodeError(f"{path} is not JSON any more; restore it or remove it") from None
        if not isinstance(content, dict):
            raise NodeError(f"{path} holds no JSON object; restore it or remove it")
        return content

    def write_json(self, name: str, content: dict[str, Any], durable: bool = True) -> None:
        """Writes the file `name` (with its `.json`) anew. `durable`: it is still there after a power cut.

        NodeError, with the old file untouched, when there is no room or no right to.
        """
        path = self._file(name)
        new = path.with_name(f".{name}.new")
        try:
            with os.fdopen(os.open(new, _FLAGS, 0o600), "w", encoding="utf-8") as file:
                file.write(json.dumps(content))
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            new.replace(path)
            if durable:
                self.sync()
        except OSError as error:
            with suppress(OSError):  # on a read-only disk it cannot, and the first error is the one to tell
                new.unlink()
            raise NodeError(f"{path} cannot be written: {error.strerror}") from None

    def remove(self, name: str) -> None:
        """Removes the file `name`, for good also after a power cut; nothing when there is none."""
        self._file(name).unlink(missing_ok=True)
        self.sync()

    def sync(self) -> None:
        """Makes what was renamed and removed in the folder last."""
        folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _file(self, name: str) -> Path:
        if "/" in name:
            raise NodeError(f"{name!r} is no file name")
        return self.path / name
