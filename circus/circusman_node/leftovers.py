"""Folders that were moved aside by a reset, `.NAME.circusman-gone-…` beside their old place, and their removal in the background."""

import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from secrets import token_hex

from circus import logger

from circusman_node.confined import MissingFolder, Place, open_home
from circusman_node.errors import NodeError
from circusman_node.service import Service

_MARK = ".circusman-gone-"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def gone_name(name: str) -> str:
    """A name, not used yet, to move the folder `name` aside to."""
    return f".{name}{_MARK}{token_hex(4)}"


class Removals:
    """What is being removed, by watcher."""

    def __init__(self) -> None:
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
        """Removes, in a thread, whatever resets of the service left, also those that a crash cut short."""
        with self._lock:
            self._running[watcher] += 1
        threading.Thread(target=self._remove, args=(watcher, service), name=f"remove-{watcher}", daemon=True).start()

    def _remove(self, watcher: str, service: Service) -> None:
        try:
            with self._one_at_a_time:
                files = sum(measure(place, name)[0] for place, name in _leftovers(service))
                with self._lock:
                    self._of[watcher] += files
                remove_leftovers(service, lambda: self._note(watcher))
        except (NodeError, OSError) as error:
            logger.error("What a reset of %s left is not removed: %s", watcher, error)
        finally:
            with self._lock:
                self._running[watcher] -= 1
                if not self._running[watcher]:
                    del self._done[watcher], self._of[watcher]

    def _note(self, watcher: str) -> None:
        with self._lock:
            self._done[watcher] += 1


def remove_leftovers(service: Service, removed: Callable[[], None]) -> None:
    """Removes them; `removed` is called after each file. Goes on where one cannot be, and raises the first OSError at the end."""
    problem: OSError | None = None
    for place, name in _leftovers(service):
        try:
            _remove_tree(place, name, removed)
        except FileNotFoundError:
            pass  # somebody else removed it
        except OSError as error:
            problem = problem or error
    if problem is not None:
        raise problem


def measure(place: Place, name: str) -> tuple[int, int]:
    """The files below the folder `name` beside a place, and their bytes, as far as one may look."""
    files = size = 0
    with suppress(OSError):
        for folder, names, _ in _walk(place.parent, name):
            for one in names:
                with suppress(FileNotFoundError):
                    size += os.stat(one, dir_fd=folder, follow_symlinks=False).st_size
                    files += 1
    return files, size


def _leftovers(service: Service) -> Iterator[tuple[Place, str]]:
    """Each with the place beside which it lies; none where the home itself is not there."""
    if not service.home.is_dir():
        return
    with open_home(service.home) as home:
        for path in (*service.data, *service.logs):
            # What leads out of the home is refused by the reset; here it has no leftovers.
            with suppress(MissingFolder, NodeError), home.place(path) as place:
                for name in os.listdir(place.parent):
                    if re.fullmatch(rf"\.{re.escape(place.name + _MARK)}[0-9a-f]{{8}}", name):
                        yield place, name


def _remove_tree(place: Place, name: str, removed: Callable[[], None]) -> None:
    for folder, files, folders in _walk(place.parent, name):
        for one in files:
            os.unlink(one, dir_fd=folder)
            removed()
        for one in folders:
            os.rmdir(one, dir_fd=folder)
    os.rmdir(name, dir_fd=place.parent)


def _walk(parent: int, name: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Each folder from the innermost out: its descriptor, the names of its files (links are files), and those of its folders."""
    descriptor = os.open(name, _FOLDER, dir_fd=parent)
    try:
        files: list[str] = []
        folders: list[str] = []
        with os.scandir(descriptor) as entries:
            for entry in entries:
                (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
        for folder in folders:
            yield from _walk(descriptor, folder)
        yield descriptor, files, folders
    finally:
        os.close(descriptor)
