"""Who ends with whom: circusd with its owner, the processes with circusd.

One way alone is not enough: circusd drops SIGTERM for good while a process is slow to stop, a frozen one does not see it, and one that
is killed leaves its processes behind.
"""

import ctypes
import os
import select
import shutil
import signal
import time

# Seconds: how long an orderly end may take, and how often the guard looks whether circusd is still there.
GRACE = 1.2
POLL = 0.5

_PR_SET_PDEATHSIG = 1


def end_with_owner(fd: int, scratch: str | None) -> None:
    """Ends circusd and its processes when the other end of the pipe `fd` is closed, however its owner ended.

    A process of its own watches: it works whatever state circusd is in, and removes the folder `scratch` when circusd ends first.
    """
    circusd = os.getpid()
    if os.fork() != 0:
        os.close(fd)
        return
    while os.getppid() == circusd and not select.select([fd], [], [], POLL)[0]:
        pass
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)
    if os.getppid() == circusd:
        os.kill(circusd, signal.SIGTERM)
        os.kill(circusd, signal.SIGCONT)
        deadline = time.monotonic() + GRACE
        while os.getppid() == circusd and time.monotonic() < deadline:
            time.sleep(0.02)
        kill_with_descendants(circusd)
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)  # again: circusd may have kept its state there while it was removed
    os._exit(0)


def end_children_with_circusd() -> None:
    """Has the kernel kill every process that circusd starts from now on when circusd ends; nothing where there is no prctl."""
    import circus.process

    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return
    circusd = os.getpid()
    popen = circus.process.Popen

    def popen_ending_with_circusd(*args, preexec_fn=None, **options):
        def preexec() -> None:
            if preexec_fn is not None:
                preexec_fn()
            prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # last: setuid clears it
            if os.getppid() != circusd:
                os._exit(1)

        return popen(*args, preexec_fn=preexec, **options)

    circus.process.Popen = popen_ending_with_circusd


def kill_with_descendants(circusd: int) -> None:
    """Kills the parent of this process and all under it; nobody when `circusd` is not the parent any more."""
    import psutil

    try:
        # By its number, not as this process's parent: once circusd has ended that is the machine's first process.
        process = psutil.Process(circusd)
        processes = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    if os.getppid() != circusd:
        return
    for one in processes:
        if one.pid != os.getpid():
            try:
                one.kill()
            except psutil.Error:
                pass
