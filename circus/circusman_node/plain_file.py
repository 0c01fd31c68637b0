"""Files that others put there: they are read only when they are plain ones, and never more of them than counts."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from circusman_node.errors import NodeError


def open_plain(path: Path) -> BinaryIO:
    """Opens the file for reading. NodeError when it is a named pipe, which would wait for a writer, a device or a folder; OSError else."""
    # Looked at before it is opened, which does something to some devices, and after, as it may be another one by then.
    _refuse_other(path, os.stat(path).st_mode)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        _refuse_other(path, os.fstat(descriptor).st_mode)
    except NodeError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def read_plain(path: Path, limit: int) -> bytes:
    """What is in the file. NodeError when it is no plain file, or longer than `limit` bytes, of which no more are read; OSError else."""
    with open_plain(path) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise NodeError(f"{path} is larger than {limit // 1000} kB, which is too much for what it is; make it shorter")
    return content


def _refuse_other(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kind = (
        "a folder" if stat.S_ISDIR(mode) else "a named pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
    )
    raise NodeError(f"{path} is {kind}, not a plain file; put one in its place")
