"""What became of each watcher's processes since circusd's start: restarts, crashes, the last exit, and since when it runs."""

import signal
import threading
import time
from dataclasses import dataclass, replace

#: Seconds after which a crash counts no more, and for which a service is ready when those before it do not either.
CRASH_WINDOW = 300.0
MENDED_AFTER = 30.0
#: So many are counted, each as its time.
_CRASHES_KEPT = 300
#: The longest time, in seconds, over which a controller counts crashes.
_LONGEST_ASKED_FOR = 3600.0
#: Seconds within which processes that ran side by side end by one event, as circusd collects them at one look, or at two, between which it
#: respawns.
_ONE_LOOK = 0.5
_TWO_LOOKS = 1.5


@dataclass(frozen=True)
class Exit:
    """How a process ended: with a code or by a signal ("SIGKILL"); neither is known when somebody else took its exit status."""

    code: int | None
    signal: str | None
    at: float


@dataclass(frozen=True)
class Killed:
    """A process that SIGKILL ended while its watcher was being stopped. `by`: "circus", when its graceful_timeout was over; "setting",
    as SIGKILL is the watcher's stop_signal; "operator", by a command to circus; "other", by somebody whom circus does not know.
    """

    pid: int
    by: str


@dataclass(frozen=True)
class Stop:
    """How the watcher was stopped last, also by a restart: from when to when, seconds since the epoch, how many processes it had, and which
    of them were killed.

    `ended`: what its processes had started and was ended then, as the watcher is to do so, and `forced`: those of them that did not
    end on SIGTERM.
    """

    at: float
    until: float
    of: int
    killed: list[Killed]
    ended: list[int]
    forced: list[int]


@dataclass(frozen=True)
class Past:
    """Of one watcher. `begun`: its last start, seconds since the epoch; `restarts`: processes that came for one that ended by itself,
    and `missing`: those that are still to come; `came`: when its newest process did.

    `crashes`: when processes ended by themselves since the last start, the newest last; those that ended by one event are one.
    `went_down`: how the last of them ended; None: none did, or what was left was ended after it.
    """

    begun: float | None = None
    restarts: int = 0
    missing: int = 0
    last_exit: Exit | None = None
    crashes: tuple[float, ...] = ()
    came: float = 0.0
    went_down: Exit | None = None
    last_stop: Stop | None = None

    def recent_crashes(self, now: float) -> int:
        """How many of the last five minutes count at `now`, in seconds since the epoch."""
        return sum(now - at < CRASH_WINDOW for at in self.crashes)

    def crash_ages(self, now: float) -> list[float]:
        """How long before `now` each crash of the last hour was, in seconds, oldest first: who asks may count over another time."""
        return [round(now - at, 1) for at in self.crashes if now - at < _LONGEST_ASKED_FOR]

    def is_same_crash(self, started: float, at: float) -> bool:
        """Whether a process begun at `started` that was reaped at `at` ended by the same event as the one before it."""
        if not self.crashes or started >= self.crashes[-1]:
            return False
        return at - self.crashes[-1] <= (_TWO_LOOKS if self.came > self.crashes[-1] else _ONE_LOOK)


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
        self._change(watcher, begun=time.time(), missing=0, crashes=(), went_down=None)

    def counts_anew(self, watcher: str) -> None:
        """Its processes are replaced by somebody, or it has served for so long that earlier crashes say nothing of it."""
        self._change(watcher, crashes=())

    def asked_to_stop(self, watcher: str) -> None:
        """Somebody wants it to be stopped, whatever its processes did before."""
        self._change(watcher, went_down=None)

    def spawned(self, watcher: str) -> None:
        """The watcher has a new process."""
        past = self.of(watcher)
        came_back = past.missing > 0
        self._change(watcher, came=time.time(), missing=past.missing - came_back, restarts=past.restarts + came_back)

    def ended(self, watcher: str, exit_code: int | None, by_itself: bool, started: float, at: float, respawns: bool = True) -> None:
        """A process of the watcher, begun at `started`, was reaped at `at`; `exit_code` as circus gives it, negative for a signal.

        One that returns 0 has done its work where none is to come for it, and has not crashed.
        """
        past = self.of(watcher)
        signalled = exit_code is not None and exit_code < 0
        last = Exit(None if signalled else exit_code, signal_name(-exit_code) if signalled else None, at)
        if not by_itself:
            self._change(watcher, last_exit=last, went_down=None)
            return
        is_done = exit_code == 0 and not respawns
        crashes = past.crashes if is_done or past.is_same_crash(started, at) else (*past.crashes, at)[-_CRASHES_KEPT:]
        self._change(watcher, last_exit=last, missing=past.missing + 1, crashes=crashes, went_down=last)

    def stopped(self, watcher: str, stop: Stop) -> None:
        """The watcher was stopped."""
        self._change(watcher, last_stop=stop)

    def _change(self, watcher: str, **changes: object) -> None:
        with self._lock:
            self._pasts[watcher] = replace(self.of(watcher), **changes)


def signal_name(number: int) -> str:
    """SIGKILL for 9; the number alone for a real-time one."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
