"""Which processes this node started, kept where a killed circusd's successor finds it: what lives and no watcher has is an orphan."""

import os
import threading
from dataclasses import asdict, dataclass
from functools import cache

import psutil
from circus import logger

from circusman_node.errors import NodeError
from circusman_node.state_folder import StateFolder

LEDGER = "ledger.json"

#: So many processes of a watcher are noted before it is looked which of them ended: circus does not tell of each that it kills.
_PRUNE_AT = 16


@dataclass(frozen=True)
class Started:
    """A process: its pid, what tells it from others that had or will have that pid, and its start in seconds since the epoch.

    `home`: of the service that it runs, free of links; None: it runs none.
    """

    pid: int
    identity: str
    started: float
    home: str | None = None

    def lives(self) -> bool:
        """Whether the very same process runs; a zombie does not."""
        return identity(self.pid) == self.identity


class Ledger:
    """By watcher, the processes of this circusd, and the orphans. Any thread may ask."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._own: dict[str, list[Started]] = {}
        self._orphans: dict[str, list[Started]] = {}
        self._prune_at: dict[str, int] = {}
        self._lock = threading.Lock()

    def open(self) -> None:
        """Reads what earlier circusds left. Called once, when no other circusd uses the folder any more."""
        try:
            content = self._state.read_json(LEDGER) or {}
            noted = {watcher: [Started(**entry) for entry in entries] for watcher, entries in content.items()}
        except (NodeError, TypeError, AttributeError) as error:
            # A killed circusd leaves it whole; only the machine's end does not, and with that its processes ended, too.
            logger.warning("The ledger of started processes is unreadable and begun anew: %s", error)
            noted = {}
        with self._lock:
            self._orphans = {watcher: [one for one in entries if one.lives()] for watcher, entries in noted.items()}

    def refuse_unwritable(self) -> None:
        """NodeError, which says what to do, when a process that is started now could not be noted."""
        with self._lock:
            self._write()

    def note(self, watcher: str, pid: int, home: str | None = None) -> None:
        """Adds a process that was just started; NodeError when a killed circusd's successor would not find it."""
        started = identity(pid)
        if started is None:
            return
        with self._lock:
            own = self._own.setdefault(watcher, [])
            if len(own) >= self._prune_at.get(watcher, _PRUNE_AT):
                own[:] = [one for one in own if one.lives()]
                self._prune_at[watcher] = max(_PRUNE_AT, 2 * len(own))
            own.append(Started(pid, started, psutil.Process(pid).create_time(), home))
            self._write()

    def forget(self, watcher: str, pid: int) -> None:
        """Removes a process that was reaped. Not being written, it does no harm: whoever reads of it sees that it ended."""
        with self._lock:
            self._own[watcher] = [one for one in self._own.get(watcher, []) if one.pid != pid]
            try:
                self._write()
            except NodeError as error:
                logger.error("That process %s of %s ended is not noted: %s", pid, watcher, error.reason)

    def abandon(self, watcher: str) -> None:
        """The watcher is no more, but its processes run on."""
        with self._lock:
            self._orphans.setdefault(watcher, []).extend(self._own.pop(watcher, []))

    def orphans(self) -> dict[str, list[Started]]:
        """Those that still run, by the watchers that they were started for."""
        with self._lock:
            living = {watcher: [one for one in entries if one.lives()] for watcher, entries in self._orphans.items()}
            self._orphans = {watcher: entries for watcher, entries in living.items() if entries}
            return dict(self._orphans)

    def own(self, home: str) -> list[tuple[str, int]]:
        """The processes of this circusd that run on a home: for which watcher each was started, and its pid."""
        with self._lock:
            return [(watcher, one.pid) for watcher, entries in self._own.items() for one in entries if one.home == home and one.lives()]

    def _write(self) -> None:
        """NodeError when it cannot. Not synced: it matters only while its processes live, and they do not outlive the machine."""
        content: dict[str, list[dict[str, object]]] = {}
        for entries in (self._orphans, self._own):
            for watcher, started in entries.items():
                content.setdefault(watcher, []).extend(asdict(one) for one in started)
        try:
            self._state.write_json(LEDGER, {watcher: entries for watcher, entries in content.items() if entries}, durable=False)
        except NodeError as error:
            reason = f"{error.reason}; make room there or make it writable, as the processes of services are noted in it"
            raise NodeError(reason) from None


def identity(pid: int) -> str | None:
    """What tells the process from all others of that pid, None when it has ended.

    Where there is a /proc: the machine's boot and the kernel's ticks. A time of day would change when somebody sets the clock.
    """
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            # After the command's name in brackets, which may hold anything: state is the 3rd field, the start the 22nd.
            fields = stat.read().rpartition(b")")[2].split()
        return None if fields[0] in b"ZX" else f"{_boot()}/{int(fields[19])}"
    except (FileNotFoundError, ProcessLookupError):
        return None if os.path.exists("/proc/self/stat") else _identity_without_proc(pid)


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
