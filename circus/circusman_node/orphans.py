"""Ends the processes that run and that no watcher has any more."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import psutil

from circusman_node.errors import NodeError
from circusman_node.ledger import Started
from circusman_node.node import Node

#: Seconds between two looks whether they have ended, and that a killed process may take to.
_POLL = 0.05
_KILL_LIMIT = 10.0


@dataclass(frozen=True)
class Ended:
    """The pids of those that were ended, in order, and which of them did not end on SIGTERM and were killed."""

    pids: list[int]
    killed: list[int]


def end_orphans(node: Node, watcher: str, patience: float) -> Ended:
    """Ends the orphans of a watcher and all below them: SIGTERM, `patience` seconds later SIGKILL. For a thread.

    NodeError when one is not ours to end, or does not end.
    """

    def orphans() -> list[Started]:
        node.descent.look()
        found = node.orphans(watcher)
        return list(dict.fromkeys([*found, *(one for orphan in found for one in node.ledger.below(orphan.mark))]))

    return _end(node, orphans, patience, f"circusd ends, and the orphans of {watcher} have not yet; adopt them again when it runs")


def end_below(node: Node, watcher: str, mark: str | None, patience: float) -> Ended:
    """Ends what a process of the watcher, which had that mark and has ended, had started; else as `end_orphans`."""

    def below() -> list[Started]:
        node.descent.look()
        return node.ledger.below(mark)

    return _end(node, below, patience, f"circusd ends, and what {watcher} had started has not yet; end it by adopt when it runs")


def tell_to_end(node: Node, mark: str | None) -> None:
    """Sends SIGTERM to what the process of that mark has started, as far as that is ours to end. For a thread."""
    node.descent.look()
    for process in _family(node.ledger.below(mark)):
        with suppress(NodeError):
            _signal(process, psutil.Process.terminate)


def _end(node: Node, look: Callable[[], list[Started]], patience: float, closing: str) -> Ended:
    signalled: dict[psutil.Process, None] = {}
    killed: dict[psutil.Process, None] = {}
    deadline = time.monotonic() + patience
    limit = deadline + _KILL_LIMIT
    while True:
        # Some may have started others in the meantime.
        living = [process for process in dict.fromkeys([*signalled, *_family(look())]) if _lives(process)]
        if not living:
            return Ended(sorted({process.pid for process in signalled}), sorted({process.pid for process in killed}))
        is_over = time.monotonic() >= deadline
        for process in living:
            if process not in signalled:
                _signal(process, psutil.Process.terminate)
                signalled[process] = None
            if is_over and process not in killed:
                _signal(process, psutil.Process.kill)
                killed[process] = None
        if time.monotonic() > limit:
            raise NodeError(f"process {living[0].pid} does not end even when it is killed; see what it waits for")
        while any(_lives(process) for process in living) and (is_over or time.monotonic() < deadline) and time.monotonic() < limit:
            if node.closing.wait(_POLL):
                raise NodeError(closing)


def _family(orphans: Iterable[Started]) -> list[psutil.Process]:
    family: dict[psutil.Process, None] = {}
    for orphan in orphans:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(orphan.pid)
            if orphan.lives():  # it is the very process that psutil will know again
                family |= dict.fromkeys([process, *_children(process)])
    return list(family)


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
