"""What became of each watcher's processes since circusd's start: restarts, the last exit, and since when it runs."""

import signal
import threading
import time
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Exit:
    """How a process ended: with a code or by a signal ("SIGKILL"); neither is known when somebody else took its exit status."""

    code: int | None
    signal: str | None
    at: float


@dataclass(frozen=True)
class Past:
    """Of one watcher. `begun`: its last start, seconds since the epoch; `restarts`: processes that came for one that ended by itself,
    and `missing`: those that are still to come.
    """

    begun: float | None = None
    restarts: int = 0
    missing: int = 0
    last_exit: Exit | None = None


class History:
    """By watcher; written by circusd's loop, read by any thread. It outlives the watchers, which a new configuration makes anew."""

    def __init__(self) -> None:
        self._pasts: dict[str, Past] = {}
        self._lock = threading.Lock()

    def of(self, watcher: str) -> Past:
        """The past of a watcher; an empty one when nothing happened."""
        return self._pasts.get(watcher, Past())

    def begun(self, watcher: str) -> None:
        """The watcher is being started by somebody, not by itself."""
        self._change(watcher, begun=time.time(), missing=0)

    def spawned(self, watcher: str) -> None:
        """The watcher has a new process."""
        past = self.of(watcher)
        if past.missing > 0:
            self._change(watcher, missing=past.missing - 1, restarts=past.restarts + 1)

    def ended(self, watcher: str, exit_code: int | None, by_itself: bool) -> None:
        """A process of the watcher was reaped; `exit_code` as circus gives it, negative for a signal."""
        signalled = exit_code is not None and exit_code < 0
        last = Exit(None if signalled else exit_code, signal_name(-exit_code) if signalled else None, time.time())
        self._change(watcher, last_exit=last, missing=self.of(watcher).missing + by_itself)

    def _change(self, watcher: str, **changes: object) -> None:
        with self._lock:
            self._pasts[watcher] = replace(self.of(watcher), **changes)


def signal_name(number: int) -> str:
    """SIGKILL for 9; the number alone for a real-time one."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
