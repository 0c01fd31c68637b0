"""Folders that were moved aside by a reset, `.NAME.circusman-gone-…` beside their old place, and their removal in the background."""

import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from secrets import token_hex

from circus import logger

from circusman_node.confined import Place, declared_place, open_home
from circusman_node.errors import NodeError
from circusman_node.reset.folder_walk import walk
from circusman_node.reset.intent import names_held
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder

_MARK = ".circusman-gone-"


def gone_name(name: str) -> str:
    """A name, not used yet, to move the folder `name` aside to."""
    return f".{name}{_MARK}{token_hex(4)}"


class Removals:
    """What is being removed, by watcher."""

    def __init__(self, state: StateFolder) -> None:
        self._state = state
        self._done: Counter[str] = Counter()
        self._of: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._one_at_a_time = threading.Lock()

    def progress(self, watcher: str) -> dict[str, int] | None:
        """Files removed and to remove; None when nothing is being removed."""
        with self._lock:
            return {"files": self._done[watcher], "of": self._of[watcher]} if self._running[watcher] else None

    def begin(self, watcher: str, service: Service) -> None:
        """Removes, in a thread, whatever resets of the service that have ended left, also before a crash."""
        with self._lock:
            self._running[watcher] += 1
        threading.Thread(target=self._remove, args=(watcher, service), name=f"remove-{watcher}", daemon=True).start()

    def _remove(self, watcher: str, service: Service) -> None:
        try:
            with self._one_at_a_time:
                files = sum(measure(place, name)[0] for place, name in _leftovers(self._state, service))
                with self._lock:
                    self._of[watcher] += files
                remove_leftovers(self._state, service, lambda: self._note(watcher))
        except (NodeError, OSError) as error:
            logger.error("What a reset of %s left is not removed: %s", watcher, error)
        except Exception:  # the thread's edge: nobody else would say it
            logger.exception("What a reset of %s left is not removed", watcher)
        finally:
            with self._lock:
                self._running[watcher] -= 1
                if not self._running[watcher]:
                    del self._done[watcher], self._of[watcher]

    def _note(self, watcher: str) -> None:
        with self._lock:
            self._done[watcher] += 1


def remove_leftovers(state: StateFolder, service: Service, removed: Callable[[], None]) -> None:
    """Removes what resets of the service that have ended left; `removed` is called after each file.

    Goes on with the next where one cannot be removed, and raises the first error at the end.
    """
    problem: Exception | None = None
    for place, name in _leftovers(state, service):
        try:
            _remove_tree(place, name, removed)
        except FileNotFoundError:
            pass  # somebody else removed it
        except Exception as error:
            problem = problem or error
    if problem is not None:
        raise problem


def measure(place: Place, name: str) -> tuple[int, int]:
    """The files below the folder `name` beside a place, and their bytes, as far as one may look."""
    files = size = 0
    with suppress(OSError):
        for folder, names, _ in walk(place.parent, name):
            for one in names:
                with suppress(FileNotFoundError):
                    size += os.stat(one, dir_fd=folder, follow_symlinks=False).st_size
                    files += 1
    return files, size


def _leftovers(state: StateFolder, service: Service) -> Iterator[tuple[Place, str]]:
    """Each with the place beside which it lies; none where the home itself is not there, and none of a reset that has not ended."""
    if not service.home.is_dir():
        return
    with open_home(service.home) as home, ExitStack() as stack:
        found = []
        for path in (*service.data, *service.logs):
            # What a link leads to is refused by the reset; here it has no leftovers.
            with suppress(NodeError):
                place = stack.enter_context(declared_place(home, os.path.normpath(path)))
                aside = re.compile(rf"\.{re.escape(place.name + _MARK)}[0-9a-f]{{8}}")
                found += [(place, name) for name in os.listdir(place.parent) if aside.fullmatch(name)]
        # Read after the names: what is there and held by no record is of a reset that had ended by then.
        held = names_held(state) if found else set()
        yield from ((place, name) for place, name in found if name not in held)


def _remove_tree(place: Place, name: str, removed: Callable[[], None]) -> None:
    for folder, files, folders in walk(place.parent, name):
        for one in files:
            os.unlink(one, dir_fd=folder)
            removed()
        for one in folders:
            os.rmdir(one, dir_fd=folder)
    os.rmdir(name, dir_fd=place.parent)
