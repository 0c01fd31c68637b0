"""What a process that has ended had used, as the kernel tells who waits for it: finer than ticks, and where its files may not be read."""

import ctypes
import os
import platform
from dataclasses import dataclass

from circusman_node.samples.proc_files import TICK, Storage

#: The system call, as no library hands on what it tells of usage. Elsewhere that stays unknown.
_WAITID = {"x86_64": 247, "aarch64": 95}.get(platform.machine()) if os.uname().sysname == "Linux" else None

#: In the kernel's `struct rusage`, of 18 longs: user and system time, two each, and 7 others in between; bytes in blocks of 512 bytes.
_LONGS = 18
_USER, _SYSTEM = 0, 2
_READ, _WRITTEN = 11, 12
_BLOCK = 512

_SIGINFO_SIZE = 128

_libc = ctypes.CDLL(None)


@dataclass(slots=True)
class EndedUsage:
    """With what it had waited for. CPU in ticks, to the microsecond: /proc has whole ones, which is much of a process that was brief."""

    user: float
    system: float
    storage: Storage


def ended_usage(pid: int) -> EndedUsage | None:
    """Of a child of circusd that has ended, and is not waited for yet. None: it cannot be told."""
    if _WAITID is None:
        return None
    usage = (ctypes.c_long * _LONGS)()
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    answer = _libc.syscall(_WAITID, os.P_PID, pid, ctypes.create_string_buffer(_SIGINFO_SIZE), options, ctypes.byref(usage))
    if answer != 0:
        return None
    user, system = ((usage[at] + usage[at + 1] / 1e6) * TICK for at in (_USER, _SYSTEM))
    return EndedUsage(user, system, Storage(usage[_READ] * _BLOCK, usage[_WRITTEN] * _BLOCK))
