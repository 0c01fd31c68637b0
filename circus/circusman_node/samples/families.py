"""Which processes belong to which watcher: its own, and all that these have started."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from circusman_node.samples.kept_files import ProcessFiles
from circusman_node.samples.proc_files import Stat, Storage, read_lineage


@dataclass(slots=True)
class Member:
    """A process of a watcher's family, as of the last look. `storage` None: it may not be read."""

    pid: int
    watcher: str
    files: ProcessFiles
    stat: Stat
    storage: Storage | None
    #: As it was when it was last counted; None: it was not yet.
    counted: tuple[Stat, Storage | None] | None = None

    def look_again(self) -> bool:
        """Reads it anew; whether it is still there."""
        now = self.files.read()
        if now is None or now[0].started != self.stat.started:
            return False
        self.stat, storage = now
        # What has ended and was not waited for yet shows its storage to root alone.
        self.storage = self.storage if storage is None and self.stat.is_zombie else storage
        return True


class Families:
    """All members by pid. A look costs two files for each of them, and a listing of /proc where something was started meanwhile."""

    def __init__(self) -> None:
        self.members: dict[int, Member] = {}
        #: Of looks that failed.
        self._gone: list[Member] = []
        #: The names of the last listing, which are not looked at again, and those of them that were not in the one before.
        self._listed: frozenset[str] = frozenset()
        self._recent: frozenset[str] = frozenset()
        self._forks = -1

    def look(self, roots: Mapping[str, Iterable[int]], forks: int) -> list[Member]:
        """Brings them up to date, and returns those that are gone. `roots`: by watcher, its own processes; `forks`: it has grown when
        something was started since the last look. OSError when it fails half-way, as when no more files can be opened: the next one
        makes up for it.
        """
        try:
            self._look(roots, forks)
        except OSError:
            self._listed, self._forks = frozenset(), -1
            raise
        gone, self._gone = self._gone, []
        return gone

    def _look(self, roots: Mapping[str, Iterable[int]], forks: int) -> None:
        gone = [member for member in self.members.values() if member.watcher not in roots or not member.look_again()]
        for member in gone:
            del self.members[member.pid]
            member.files.close()
        self._gone += gone
        self._listed -= {str(member.pid) for member in gone}
        known = len(self.members)
        for watcher, pids in roots.items():
            for pid in pids:
                self.add(pid, watcher)
        if len(self.members) > known:
            # What they started may have been seen before circus told of them.
            self._listed -= self._recent
            self._forks = -1
        if forks != self._forks:
            self._forks = forks
            self._find_new()

    def add(self, pid: int, watcher: str, started: int | None = None) -> None:
        """Takes in a process that is known to be the watcher's; `started` tells it from others of that pid."""
        if pid in self.members:
            return
        files = ProcessFiles(pid)
        now = files.read()
        if now is not None and started in (None, now[0].started):
            self.members[pid] = Member(pid, watcher, files, *now)
        else:
            files.close()

    def _find_new(self) -> None:
        names = frozenset(os.listdir("/proc"))
        self._listed, self._recent = names, names - self._listed
        pids = (int(name) for name in self._recent if name.isdigit())
        new = {pid: lineage for pid in pids if pid not in self.members and (lineage := read_lineage(pid)) is not None}
        if not new:
            return
        leaders = {pid: member.watcher for pid, member in self.members.items() if member.stat.session == pid}
        # A parent may have a higher pid than what it started.
        while found := {pid: watcher for pid, lineage in new.items() if (watcher := self._owner(*lineage, leaders)) is not None}:
            for pid, watcher in found.items():
                del new[pid]
                self.add(pid, watcher)

    def _owner(self, parent: int, session: int, leaders: Mapping[int, str]) -> str | None:
        """Its parent's; where that has ended meanwhile, whose session it is in."""
        member = self.members.get(parent)
        return leaders.get(session) if member is None else member.watcher
