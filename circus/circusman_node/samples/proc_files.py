"""Single processes as the kernel tells of them in /proc. One open and one read each: what is measured on a node must not be disturbed."""

import os
from dataclasses import dataclass

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

#: More than any of these files has.
_LONGEST = 1 << 14

#: What reading a process's file ends with that has ended, or is hidden.
GONE = (FileNotFoundError, ProcessLookupError, PermissionError)

#: The bit of SIGCHLD in the masks of /proc/PID/status.
_SIGCHLD = 1 << 16


@dataclass(slots=True)
class Stat:
    """A process at one moment. CPU in ticks: its own, and `kids_…` of what it has waited for; `started` in ticks after the boot."""

    parent: int
    session: int
    started: int
    user: int
    system: int
    kids_user: int
    kids_system: int
    threads: int
    resident: int
    is_zombie: bool


@dataclass(slots=True)
class Storage:
    """Bytes from and to storage, what it has waited for included: the kernel adds that to its own when it waits."""

    read: int
    written: int


def read_file(path: str) -> bytes:
    """Its first 16 kB; OSError when the process has ended, or it may not be read."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, _LONGEST)
    finally:
        os.close(file)


def read_stat(pid: int) -> Stat | None:
    """None when there is no such process; OSError when that cannot be told, as when no more files can be opened."""
    try:
        return parsed_stat(read_file(f"/proc/{pid}/stat"))
    except GONE:
        return None


def read_lineage(pid: int) -> tuple[int, int] | None:
    """Its parent and its session; None when there is no such process."""
    try:
        content = read_file(f"/proc/{pid}/stat")
    except GONE:
        return None
    fields = content[content.rindex(b")") + 2 :].split(None, 4)
    return int(fields[1]), int(fields[3])


def read_storage(pid: int) -> Storage | None:
    """None when it may not be read, as that of another user's process, or there is none any more."""
    try:
        return parsed_storage(read_file(f"/proc/{pid}/io"))
    except OSError:
        return None


def parsed_stat(content: bytes) -> Stat:
    """Of a file `stat`."""
    # Behind the command's name in brackets, which may hold anything: the first is field 3 of proc(5).
    fields = content[content.rindex(b")") + 2 :].split(None, 22)
    return Stat(
        parent=int(fields[1]),
        session=int(fields[3]),
        started=int(fields[19]),
        user=int(fields[11]),
        system=int(fields[12]),
        kids_user=int(fields[13]),
        kids_system=int(fields[14]),
        threads=int(fields[17]),
        resident=int(fields[21]) * PAGE,
        # What has only lost its first thread is shown as one, too, and works on.
        is_zombie=fields[0] in b"ZX" and int(fields[17]) < 2,
    )


def parsed_storage(content: bytes) -> Storage:
    """Of a file `io`."""
    fields = content.split()
    return Storage(read=int(fields[9]), written=int(fields[11]))


def ignores_its_children(pid: int) -> bool:
    """Whether it ignores SIGCHLD: what it started is then waited for by nobody, and counted nowhere."""
    try:
        lines = read_file(f"/proc/{pid}/status").split(b"\n")
    except OSError:
        return False
    ignored = next((line for line in lines if line.startswith(b"SigIgn:")), b"SigIgn: 0")
    return bool(int(ignored.split()[1], 16) & _SIGCHLD)
