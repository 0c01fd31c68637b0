"""Ends the processes that run and that no watcher has any more."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil

from circusman_node.errors import NodeError
from circusman_node.ledger import Started
from circusman_node.node import Node

#: Seconds between two looks whether they have ended, and that a killed process may take to.
_POLL = 0.05
_KILL_LIMIT = 10.0


def end_orphans(node: Node, watcher: str, patience: float) -> list[int]:
    """Ends the orphans of a watcher and all below them: SIGTERM, `patience` seconds later SIGKILL. The pids, in order.

    NodeError when one is not ours to end, or does not end.
    """
    family = _family(node.orphans(watcher))
    for process in family:
        _signal(process, psutil.Process.terminate)
    deadline = time.monotonic() + patience
    while any(_lives(process) for process in family) and time.monotonic() < deadline:
        if node.closing.wait(_POLL):
            raise NodeError(f"circusd ends, and the orphans of {watcher} have not yet; adopt them again when it runs")
    # A process may have started others in the meantime.
    family = list(dict.fromkeys([*family, *(child for process in family for child in _children(process))]))
    for process in family:
        _signal(process, psutil.Process.kill)
    deadline = time.monotonic() + _KILL_LIMIT
    while living := [process.pid for process in family if _lives(process)]:
        if time.monotonic() > deadline:
            raise NodeError(f"process {living[0]} does not end even when it is killed; see what it waits for")
        time.sleep(_POLL)
    return sorted(process.pid for process in family)


def _family(orphans: Iterable[Started]) -> list[psutil.Process]:
    family: list[psutil.Process] = []
    for orphan in orphans:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(orphan.pid)
            if orphan.lives():  # it is the very process that psutil will know again
                family += [process, *_children(process)]
    return family


def _children(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return process.children(recursive=True)
    return []


def _signal(process: psutil.Process, send: Callable[[psutil.Process], None]) -> None:
    try:
        send(process)
    except psutil.NoSuchProcess:
        pass
    except psutil.AccessDenied:
        raise NodeError(f"process {process.pid} is not circusd's user's to end; end it as its user") from None


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
