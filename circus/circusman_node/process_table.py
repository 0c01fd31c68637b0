"""The machine's processes, as far as it matters who started whom."""

import os
from dataclasses import dataclass
from functools import cache

import psutil

#: The variable by which each process that circus starts is marked; what it starts inherits it, unless it clears its environment.
MARK = "CIRCUSMAN_STARTED"


@dataclass(frozen=True)
class Line:
    """A process that runs; `identity` tells it from all others that had or will have its pid."""

    pid: int
    parent: int
    session: int
    identity: str


def process_table() -> dict[int, Line]:
    """By pid, all that run but zombies. For a thread: it reads a file for each."""
    if not os.path.exists("/proc/self/stat"):
        return _table_without_proc()
    lines = (_line(int(name)) for name in os.listdir("/proc") if name.isdigit())
    return {line.pid: line for line in lines if line is not None}


def identity(pid: int) -> str | None:
    """What tells the process from all others of that pid, None when it has ended.

    Where there is a /proc: the machine's boot and the kernel's ticks. A time of day would change when somebody sets the clock.
    """
    line = _line(pid)
    if line is not None:
        return line.identity
    return None if os.path.exists("/proc/self/stat") else _identity_without_proc(pid)


def mark_of(pid: int) -> str | None:
    """The mark that the process was given or inherited; None: none, or it is not ours to read."""
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            entries = file.read().split(b"\0")
    except OSError:
        return None
    wanted = f"{MARK}=".encode()
    return next((entry.removeprefix(wanted).decode(errors="replace") for entry in entries if entry.startswith(wanted)), None)


def name_of(pid: int) -> str | None:
    """What the process is called: java; None when it has ended."""
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return None


def _line(pid: int) -> Line | None:
    """None of a process that has ended."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            # After the command's name in brackets, which may hold anything: the 3rd field is the state, then comes the parent; the
            # session is the 6th, the start the 22nd.
            fields = stat.read().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in b"ZX" else Line(pid, int(fields[1]), int(fields[3]), f"{_boot()}/{int(fields[19])}")


def _table_without_proc() -> dict[int, Line]:
    table = {}
    for process in psutil.process_iter():
        try:
            known = _identity_without_proc(process.pid)
            if known is not None:
                table[process.pid] = Line(process.pid, process.ppid(), os.getsid(process.pid), known)
        except (psutil.Error, OSError):
            continue
    return table


def _identity_without_proc(pid: int) -> str | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.2f}"
    except psutil.NoSuchProcess:
        return None


@cache
def _boot() -> str:
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot:
        return boot.read().strip()
