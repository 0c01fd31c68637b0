"""What the commands know about the node that they run on."""

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from circusman_node.descent import Descent
from circusman_node.errors import NodeError
from circusman_node.events import Events
from circusman_node.history import History
from circusman_node.ledger import Ledger, Started
from circusman_node.names import fold, one_name
from circusman_node.readiness import Readiness
from circusman_node.reset.leftovers import Removals
from circusman_node.samples.proc_files import read_stat
from circusman_node.samples.sampler import Sampler, can_sample
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder

if TYPE_CHECKING:
    from circus.arbiter import Arbiter
    from circus.watcher import Watcher

    from circusman_node.node_file import NodeFile


@dataclass
class Node:
    """One circusd with our commands. `services` by the watchers' names as the ini spells them; `started` in seconds since the epoch."""

    arbiter: "Arbiter | None"
    ini: Path
    node_file: "NodeFile"
    state: StateFolder
    services: dict[str, Service]
    started: float
    #: Set when circusd ends: what waits in a thread gives up.
    closing: threading.Event = field(default_factory=threading.Event)
    #: What runs, and what ran; the watchers keep them.
    ledger: Ledger = field(init=False)
    descent: Descent = field(init=False)
    history: History = field(default_factory=History)
    events: Events = field(default_factory=Events)
    readiness: Readiness = field(init=False)
    removals: Removals = field(init=False)
    #: None: it is turned off, or this system has not what it reads.
    sampler: Sampler | None = field(init=False)
    #: How often a command has changed something.
    changes: int = 0
    _under_way: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.state)
        self.descent = Descent(self.ledger)
        self.readiness = Readiness(self)
        self.removals = Removals(self.state)
        if self.node_file.samples and can_sample():
            self.sampler = Sampler(lambda: self.arbiter, self.ledger, self._homes)
        else:
            self.sampler = None

    def _homes(self) -> dict[str, str]:
        return {watcher: str(service.home) for watcher, service in self.services.items()}

    def watcher(self, name: str) -> "Watcher":
        """The watcher of that name, in any case, as in circus; NodeError when there is none, or circus takes it for another one's, too."""
        assert self.arbiter is not None
        alike = self._alike(name)
        if len(alike) > 1:
            reason = one_name([one.name for one in alike])
            raise NodeError(f"{reason}; give one of them another in {self.ini}, and restart circusd")
        try:
            return self.arbiter.get_watcher(name)
        except KeyError:
            raise NodeError(f"no watcher {name!r} here") from None

    def called(self, name: str) -> "Watcher | None":
        """The watcher that is called just so, or else the only one that circus takes the name for. Any thread may ask."""
        alike = self._alike(name)
        exact = [one for one in alike if one.name == name]
        return (exact or alike)[0] if exact or len(alike) == 1 else None

    def _alike(self, name: str) -> "list[Watcher]":
        return [] if self.arbiter is None else [one for one in list(self.arbiter.watchers) if fold(one.name) == fold(name)]

    def pids(self, watcher: str) -> frozenset[int]:
        """The processes that circus has for the watcher, none when there is no such watcher. Any thread may ask."""
        one = self.called(watcher)
        return frozenset() if one is None else frozenset(list(one.processes))

    def family(self, watcher: str) -> dict[int, int]:
        """By pid, the start (ticks after the boot) of each process of the watcher, and of what these have started. Any thread may ask."""
        members = {} if self.sampler is None else self.sampler.family(watcher)
        for pid in self.pids(watcher):  # it may have been started since the last sample
            if pid not in members and (stat := read_stat(pid)) is not None:
                members[pid] = stat.started
        return members

    def service(self, watcher: str) -> Service:
        """The service of the watcher, spelled as in the ini; NodeError, which says how to give it one, when it has none."""
        service = self.services.get(watcher)
        if service is None:
            raise NodeError(f"the watcher {watcher} has no service; give it one by 'service = NAME' in [watcher:{watcher}] of {self.ini}")
        return service

    def home(self, watcher: str) -> str | None:
        """The home of the watcher's service, free of links; None when it has no service."""
        service = self.services.get(watcher)
        return None if service is None else os.path.realpath(service.home)

    def meaning(self, watcher: str) -> tuple[str, str] | None:
        """Which service the watcher is, and where; None: it has none. What was said of it under another meaning is not about it now."""
        service, home = self.services.get(watcher), self.home(watcher)
        return None if service is None or home is None else (service.name, home)

    def started_as_other(self, watcher: str) -> str | None:
        """That the watcher's processes were started as another service than it is now, one sentence; None: they were not, or none runs."""
        one = self.called(watcher)
        if one is None or not one.processes:
            return None
        before = getattr(one, "started_as", None)
        if before == self.meaning(watcher):
            return None
        return f"it still runs as {'no service' if before is None else f'{before[0]} in {before[1]}'}; restart {watcher}"

    def orphans(self, watcher: str) -> list[Started]:
        """What still runs, and no watcher manages, of what was started for the watcher, or on its home whatever it was called then."""
        home = self.home(watcher)
        return [
            orphan
            for name, orphans in self.ledger.orphans().items()
            for orphan in orphans
            if self._is_of(name, watcher) or (home is not None and orphan.home == home)
        ]

    def left_behind(self, watchers: list[str]) -> dict[str, list[Started]]:
        """By the name that it had, the orphans of what is none of these watchers any more: no watcher's `orphans` has them."""
        found = self.ledger.orphans()
        if not found:
            return {}
        names = [name for name in found if not any(self._is_of(name, watcher) for watcher in watchers)]
        homes = {home for home in map(self.home, watchers) if home is not None}
        left = {name: [orphan for orphan in found[name] if orphan.home not in homes] for name in names}
        return {name: orphans for name, orphans in left.items() if orphans}

    def _is_of(self, noted: str, watcher: str) -> bool:
        """Whether what was noted for that name is this watcher's: of another one that is called just so it is not."""
        if noted == watcher:
            return True
        return fold(noted) == fold(watcher) and all(one.name != noted for one in self._alike(noted))

    def claim(self, watcher: str, what: str) -> None:
        """Until `release` nobody else changes the watcher's files, and it is not started; NodeError when somebody does already."""
        with self._lock:
            other = self._under_way.get(watcher)
            if other is not None:
                raise NodeError(f"{'another' if other == what else 'a'} {other} of {watcher} is under way here")
            self._under_way[watcher] = what

    def release(self, watcher: str) -> None:
        """Ends what `claim` began."""
        with self._lock:
            del self._under_way[watcher]
        self.noted()

    def noted(self) -> None:
        """Something was changed by a command: what was reported before is out of date."""
        with self._lock:
            self.changes += 1

    def under_way(self, watcher: str) -> str | None:
        """What is being done to the files in the home of the watcher's service at this moment: "configure", "reset"."""
        home = self.home(watcher)
        with self._lock:
            others = {other: what for other, what in self._under_way.items() if home is not None and self.home(other) == home}
            return self._under_way.get(watcher) or next(iter(others.values()), None)


#: The node of this process; the launcher sets it once, as circus makes the commands itself.
current: Node | None = None


def current_node() -> Node:
    """The node of this process."""
    assert current is not None, "only the launcher runs the commands"
    return current
