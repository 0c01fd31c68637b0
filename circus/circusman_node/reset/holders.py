"""Which processes still use files in a folder: through an open file, a mapped one, or as their working folder."""

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from circusman_node.errors import NodeError


def refuse_held(folders: Collection[Path], but: Collection[Path]) -> None:
    """NodeError naming the process that uses one of the folders or something in it, as far as one may look; where there is a /proc.

    `but`: files that may be used. Takes some 100 ms on a busy machine: for a thread.
    """
    for pid in psutil.pids():
        try:
            held = next((path for path in _used(pid) if _is_in(path, folders) and Path(path) not in but), None)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has ended, or is not ours to look at
        if held is not None:
            raise NodeError(f"process {pid} ({_command(pid)}) still uses {held}; end it first")


def _used(pid: int) -> Iterator[str]:
    """What the process has open or mapped, and its folders. Of this process only files: its threads open folders to look at them."""
    process = f"/proc/{pid}"
    is_own = pid == os.getpid()
    for link in (f"{process}/cwd", f"{process}/root", *(f"{process}/fd/{name}" for name in os.listdir(f"{process}/fd"))):
        with suppress(FileNotFoundError):
            if not is_own or stat.S_ISREG(os.stat(link).st_mode):
                yield os.readlink(link)
    with open(f"{process}/maps", "rb") as maps:
        for line in maps:
            fields = line.split(maxsplit=5)
            if len(fields) == 6:
                yield os.fsdecode(fields[5].rstrip(b"\n"))


def _is_in(path: str, folders: Collection[Path]) -> bool:
    return any(path == str(folder) or path.startswith(f"{folder}/") for folder in folders)


def _command(pid: int) -> str:
    try:
        process = psutil.Process(pid)
        return " ".join(process.cmdline())[:80] or process.name()
    except psutil.Error:
        return "ended by now"
