"""What a process that has ended had read from storage and written to it, for who may not read its files any more."""

import ctypes
import os
import platform

from circusman_node.samples.proc_files import Storage

#: The system call, as no library hands on what it tells of usage. Elsewhere that stays unknown.
_WAITID = {"x86_64": 247, "aarch64": 95}.get(platform.machine()) if os.uname().sysname == "Linux" else None

#: In the kernel's `struct rusage`, of 18 longs: user and system time, two each, and 7 others in between; bytes in blocks of 512 bytes.
_LONGS = 18
_READ, _WRITTEN = 11, 12
_BLOCK = 512

_SIGINFO_SIZE = 128

_libc = ctypes.CDLL(None)


def ended_storage(pid: int) -> Storage | None:
    """Of a child of circusd that has ended, and is not waited for yet: what it has waited for included. None: it cannot be told."""
    if _WAITID is None:
        return None
    usage = (ctypes.c_long * _LONGS)()
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    answer = _libc.syscall(_WAITID, os.P_PID, pid, ctypes.create_string_buffer(_SIGINFO_SIZE), options, ctypes.byref(usage))
    return Storage(usage[_READ] * _BLOCK, usage[_WRITTEN] * _BLOCK) if answer == 0 else None
