"""Who was started by whom, as far as the machine's processes show it."""

from collections import defaultdict

from circusman_node.ledger import Started
from circusman_node.process_table import Line, mark_of


class Lineage:
    """A process belongs to the one whose mark it has inherited; where it has none, to its parent's, as long as that is known; and while a
    watcher's process runs, to that if it is in its session. It remembers the marks that it has read.
    """

    def __init__(self) -> None:
        #: By pid, each process that was looked at, its mark, and in how many looks it had that.
        self._marks: dict[int, tuple[str, str | None, int]] = {}

    def owners(self, followed: list[tuple[str, Started]], table: dict[int, Line]) -> dict[int, str]:
        """By pid, the mark of what each process belongs to that is none of a watcher's own."""
        roots = {one.pid for _, one in followed if one.by is None and _runs(one, table)}
        marks = {one.mark for _, one in followed}
        owners = {one.pid: one.mark for _, one in followed if one.mark is not None and _runs(one, table)}
        sessions = {
            one.pid: one.mark
            for _, one in followed
            if one.by is None and one.mark is not None and (one.pid not in table or one.pid in roots)
        }
        self._marks = {pid: self._marked(line) for pid, line in table.items()}
        for pid, line in table.items():
            mark = self._marks[pid][1]
            if pid in owners:
                continue
            if mark is not None and mark in marks:
                owners[pid] = mark
            elif line.session in sessions:
                owners[pid] = sessions[line.session]
        children = defaultdict(list)
        for line in table.values():
            children[line.parent].append(line.pid)
        waiting = list(owners)
        while waiting:
            pid = waiting.pop()
            for child in children[pid]:
                if child not in owners:
                    owners[child] = owners[pid]
                    waiting.append(child)
        return {pid: mark for pid, mark in owners.items() if pid not in roots}

    def _marked(self, line: Line) -> tuple[str, str | None, int]:
        """That it has none is believed at the second look only: a process that is becoming another program shows no environment."""
        identity, mark, looks = self._marks.get(line.pid, ("", None, 0))
        if identity != line.identity:
            mark, looks = None, 0
        return line.identity, mark if mark is not None or looks > 1 else mark_of(line.pid), looks + 1


def _runs(one: Started, table: dict[int, Line]) -> bool:
    line = table.get(one.pid)
    return line is not None and line.identity == one.identity
