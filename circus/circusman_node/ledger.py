"""Which processes this node started, kept where a killed circusd's successor finds it: what lives and no watcher has is an orphan."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import psutil
from circus import logger

from circusman_node.errors import NodeError
from circusman_node.process_table import identity
from circusman_node.state_folder import StateFolder

LEDGER = "ledger.json"

#: Looks until nothing can have been missed of what a process that has ended had started: one may begin another behind a look's back.
_LOOKS = 2

#: So many processes of a watcher are noted before it is looked which of them ended: circus does not tell of each that it kills.
_PRUNE_AT = 16


@dataclass(frozen=True)
class Started:
    """A process: its pid, what tells it from others that had or will have that pid, and its start in seconds since the epoch.

    `home`: of the service that it runs, free of links; None: it runs none. `mark`: in its environment, and of what it starts.
    `by`: the pid of the process of the watcher below which it was started; None: it is such a process itself.
    """

    pid: int
    identity: str
    started: float
    home: str | None = None
    mark: str | None = None
    by: int | None = None

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
        #: What the processes had started and still runs, as far as it was seen.
        self._below: dict[str, list[Started]] = {}
        #: Those that have ended, until it was looked what they left; how many looks that still takes.
        self._ended: dict[Started, tuple[str, int]] = {}
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
            for watcher, entries in noted.items():
                for one in entries:
                    if not one.lives():
                        if one.by is None:
                            self._ended[one] = watcher, _LOOKS
                    else:
                        (self._orphans if one.by is None else self._below).setdefault(watcher, []).append(one)

    def refuse_unwritable(self) -> None:
        """NodeError, which says what to do, when a process that is started now could not be noted."""
        with self._lock:
            self._write()

    def note(self, watcher: str, pid: int, home: str | None = None, mark: str | None = None) -> None:
        """Adds a process that was just started, with its mark; NodeError when a killed circusd's successor would not find it."""
        started = identity(pid)
        if started is None:
            return
        with self._lock:
            own = self._own.setdefault(watcher, [])
            if len(own) >= self._prune_at.get(watcher, _PRUNE_AT):
                for one in own:
                    if not one.lives():
                        self._ended[one] = watcher, _LOOKS
                own[:] = [one for one in own if one not in self._ended]
                self._prune_at[watcher] = max(_PRUNE_AT, 2 * len(own))
            own.append(Started(pid, started, psutil.Process(pid).create_time(), home, mark))
            self._write()

    def forget(self, watcher: str, pid: int) -> None:
        """Removes a process that has ended. Not being written, it does no harm: whoever reads of it sees that it ended."""
        with self._lock:
            own = self._own.get(watcher, [])
            if all(one.pid != pid for one in own):
                return
            self._ended |= {one: (watcher, _LOOKS) for one in own if one.pid == pid}
            self._own[watcher] = [one for one in own if one.pid != pid]
            try:
                self._write()
            except NodeError as error:
                logger.error("That process %s of %s ended is not noted: %s", pid, watcher, error.reason)

    def abandon(self, watcher: str) -> None:
        """The watcher is no more, but its processes run on."""
        with self._lock:
            self._orphans.setdefault(watcher, []).extend(self._own.pop(watcher, []))

    def orphans(self) -> dict[str, list[Started]]:
        """Those that still run, by the watchers that they were started for: processes that no circusd manages, and what those had
        started that have ended.
        """
        with self._lock:
            self._orphans = _living(self._orphans)
            orphans = defaultdict(list, {watcher: list(entries) for watcher, entries in self._orphans.items()})
            if self._below:
                managed = {one.mark for one in self._roots() if one.lives()}
                for watcher, entries in self._below.items():
                    # There may be hundreds below a process that lives: only of the others it is looked whether they do.
                    orphans[watcher] += [one for one in entries if one.mark not in managed and one.lives()]
            return {watcher: entries for watcher, entries in orphans.items() if entries}

    def below(self, mark: str | None) -> list[Started]:
        """What the process of that mark had started, and still runs, as of the last look."""
        with self._lock:
            return [one for entries in self._below.values() for one in entries if one.mark == mark and one.lives()]

    def followed(self) -> list[tuple[str, Started]]:
        """Below whom others may be found, and for which watcher: all processes that were started, and what was found below them."""
        with self._lock:
            lists = (*self._own.items(), *self._orphans.items(), *self._below.items())
            return [
                *((watcher, one) for watcher, entries in lists for one in entries),
                *((name, one) for one, (name, _) in self._ended.items()),
            ]

    def is_looked_for(self) -> bool:
        """Whether a process has ended of which it was not looked yet what it left."""
        return bool(self._ended)

    def found(self, looked_for: list[tuple[str, Started]], below: dict[str, list[Started]]) -> None:
        """What a look has found that began with what `followed` returned then; `below`: all that runs and is no watcher's own process."""
        with self._lock:
            for _, one in looked_for:
                if one in self._ended:
                    watcher, looks = self._ended.pop(one)
                    if looks > 1:
                        self._ended[one] = watcher, looks - 1
            before, self._below = self._below, below
            if before == below:
                return
            try:
                self._write()
            except NodeError as error:
                logger.error("What the processes started is not noted: %s", error.reason)

    def _roots(self) -> Iterator[Started]:
        for lists in (self._own, self._orphans):
            for entries in lists.values():
                yield from entries

    def own(self, home: str) -> list[tuple[str, int]]:
        """The processes of this circusd that run on a home: for which watcher each was started, and its pid."""
        with self._lock:
            return [(watcher, one.pid) for watcher, entries in self._own.items() for one in entries if one.home == home and one.lives()]

    def _write(self) -> None:
        """NodeError when it cannot. Not synced: it matters only while its processes live, and they do not outlive the machine."""
        content: dict[str, list[dict[str, object]]] = {}
        for entries in (self._orphans, self._own, self._below):
            for watcher, started in entries.items():
                content.setdefault(watcher, []).extend(asdict(one) for one in started)
        try:
            self._state.write_json(LEDGER, {watcher: entries for watcher, entries in content.items() if entries}, durable=False)
        except NodeError as error:
            reason = f"{error.reason}; make room there or make it writable, as the processes of services are noted in it"
            raise NodeError(reason) from None


def _living(lists: dict[str, list[Started]]) -> dict[str, list[Started]]:
    living = {watcher: [one for one in entries if one.lives()] for watcher, entries in lists.items()}
    return {watcher: entries for watcher, entries in living.items() if entries}
