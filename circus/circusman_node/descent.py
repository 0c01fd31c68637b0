"""Finds what the watchers' processes had started: also what lost its parent, or took a session of its own."""

import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil
from circus import logger

from circusman_node.ledger import Ledger, Started
from circusman_node.process_table import Line, mark_of, process_table

if TYPE_CHECKING:
    from circusman_node.node import Node

#: Seconds between two looks, and how many times as long as the last one took they are apart at least.
EVERY = 5.0
_AT_LEAST = 200

#: Whoever must not hold circusd's loop up looks, and ends processes, here.
THREADS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="descent")


class Descent:
    """Who was started by whom. A process belongs to the one whose mark it has inherited; where it has none, to its parent's, as
    long as that is known; and while a watcher's process runs, to that if it is in its session.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._begun = 0
        #: By pid, each process that was looked at, its mark, and in how many looks it had that.
        self._marks: dict[int, tuple[str, str | None, int]] = {}
        self._lock = threading.Lock()

    def look(self) -> None:
        """Brings the ledger up to date. For a thread; those who ask at once share one look, which began after each of them asked."""
        wanted = self._begun + 1
        with self._lock:
            if self._begun < wanted:
                self._begun += 1
                self._look()

    def look_if_due(self) -> None:
        """Looks as long as something has ended of which it is not known yet what it left. For a thread."""
        while self._ledger.is_looked_for():
            self.look()

    def watch(self, node: "Node") -> None:
        """Looks now and then, for good: a line of descent is known only while every process of it runs."""
        threading.Thread(target=self._look_on, args=(node,), name="descent", daemon=True).start()

    def _look_on(self, node: "Node") -> None:
        took = 0.0
        while not node.closing.wait(max(EVERY, _AT_LEAST * took)):
            begun = time.monotonic()
            try:
                self.look()
            except Exception:  # this thread's edge: it must live on
                logger.exception("What the watchers' processes started cannot be seen")
            took = time.monotonic() - begun

    def _look(self) -> None:
        followed = self._ledger.followed()
        table = process_table()
        owners = self._owners(followed, table)
        known = {(one.pid, one.identity): one for _, one in followed}
        roots = {one.mark: (watcher, one) for watcher, one in reversed(followed)}
        below: dict[str, list[Started]] = defaultdict(list)
        for pid, mark in sorted(owners.items()):
            watcher, of = roots[mark]
            one = known.get((pid, table[pid].identity))
            if one is None:
                try:
                    started = psutil.Process(pid).create_time()
                except psutil.Error:
                    continue
                one = Started(pid, table[pid].identity, started, of.home, mark, of.pid if of.by is None else of.by)
            below[watcher].append(one)
        self._ledger.found(followed, dict(below))

    def _owners(self, followed: list[tuple[str, Started]], table: dict[int, Line]) -> dict[int, str]:
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
