"""Which processes belong to which watcher: its own, and all that these have started."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from circusman_node.samples.proc_files import Stat, Storage, read_stat, read_storage


@dataclass(slots=True)
class Member:
    """A process of a watcher's family, as of the last look. `storage` None: it may not be read."""

    pid: int
    watcher: str
    stat: Stat
    storage: Storage | None
    #: As of the look before; None: it was not there.
    before: tuple[Stat, Storage | None] | None = None

    def look_again(self) -> bool:
        """Reads it anew; whether it is still there."""
        stat = read_stat(self.pid)
        if stat is None or stat.started != self.stat.started:
            return False
        self.before = self.stat, self.storage
        self.stat = stat
        # What has ended and was not waited for yet may show no file any more.
        self.storage = read_storage(self.pid) or (self.storage if stat.is_zombie else None)
        return True


class Families:
    """All members by pid. A look costs two files for each of them, and a listing of /proc where something was started meanwhile."""

    def __init__(self) -> None:
        self.members: dict[int, Member] = {}
        self._seen: frozenset[int] = frozenset()
        self._forks = -1

    def look(self, roots: Mapping[str, Iterable[int]], forks: int) -> list[Member]:
        """Brings them up to date, and returns those that are gone. `roots`: by watcher, its own processes; `forks`: it has grown when
        something was started since the last look.
        """
        gone = [member for member in self.members.values() if member.watcher not in roots or not member.look_again()]
        for member in gone:
            del self.members[member.pid]
        for watcher, pids in roots.items():
            for pid in pids:
                self.add(pid, watcher)
        if forks != self._forks:
            self._forks = forks
            self._find_new()
        return gone

    def add(self, pid: int, watcher: str, started: int | None = None) -> None:
        """Takes in a process that is known to be the watcher's; `started` tells it from others of that pid."""
        if pid in self.members:
            return
        stat = read_stat(pid)
        if stat is not None and started in (None, stat.started):
            self.members[pid] = Member(pid, watcher, stat, read_storage(pid))

    def _find_new(self) -> None:
        pids = frozenset(int(name) for name in os.listdir("/proc") if name.isdigit())
        new = {pid: stat for pid in pids - self._seen if pid not in self.members and (stat := read_stat(pid)) is not None}
        self._seen = pids
        if not new:
            return
        leaders = {pid: member.watcher for pid, member in self.members.items() if member.stat.session == pid}
        # A parent may have a higher pid than what it started.
        while found := {pid: watcher for pid, stat in new.items() if (watcher := self._owner(stat, leaders)) is not None}:
            for pid, watcher in found.items():
                self.members[pid] = Member(pid, watcher, new.pop(pid), read_storage(pid))

    def _owner(self, stat: Stat, leaders: Mapping[int, str]) -> str | None:
        """Its parent's; where that has ended meanwhile, whose session it is in."""
        parent = self.members.get(stat.parent)
        return leaders.get(stat.session) if parent is None else parent.watcher
