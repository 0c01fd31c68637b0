"""Finds what the watchers' processes had started: also what lost its parent, or took a session of its own."""

import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import psutil
from circus import logger

from circusman_node.ledger import Ledger, Started
from circusman_node.lineage import Lineage
from circusman_node.process_table import process_table

#: Seconds between two looks, and how many times as long as the last one took they are apart at least.
EVERY = 5.0
_AT_LEAST = 200

#: Whoever must not hold circusd's loop up looks, and ends processes, here.
THREADS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="descent")


class Descent:
    """Keeps the ledger up to date about what the watchers' processes have started."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._begun = 0
        self._lineage = Lineage()
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

    def watch(self, closing: threading.Event) -> None:
        """Looks now and then, for good: a line of descent is known only while every process of it runs."""
        threading.Thread(target=self._look_on, args=(closing,), name="descent", daemon=True).start()

    def _look_on(self, closing: threading.Event) -> None:
        took = 0.0
        while not closing.wait(max(EVERY, _AT_LEAST * took)):
            begun = time.monotonic()
            try:
                self.look()
            except Exception:  # this thread's edge: it must live on
                logger.exception("What the watchers' processes started cannot be seen")
            took = time.monotonic() - begun

    def _look(self) -> None:
        followed = self._ledger.followed()
        table = process_table()
        owners = self._lineage.owners(followed, table)
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
