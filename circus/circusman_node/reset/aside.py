"""Moves one folder, or what is in it, aside; what was moved before a crash is not moved twice."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from circusman_node.confined import Place
from circusman_node.errors import NodeError
from circusman_node.reset.intent import Components, Going
from circusman_node.reset.leftovers import measure

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK the opening of a pipe would wait for a reader.
_FILE = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Aside:
    """The folder at `place` on its way to its name aside. With streams the folder itself stays, and its other content goes.

    Descriptors are kept until `stack` closes.
    """

    def __init__(self, place: Place, going: Going, stack: ExitStack) -> None:
        self.going = going
        self._place = place
        self._stack = stack
        self._undo: list[Callable[[], None]] = []
        self._changed = {place.parent}
        self._to_empty: list[int] = []
        self._emptied = 0

    def move(self) -> None:
        """Moves what is not aside yet, for good also after a power cut.

        OSError or NodeError when something cannot be; then `move_back` is due.
        """
        name, gone, parent = self._place.name, self.going.gone, self._place.parent
        if self.going.streams:
            source = self._open(name, parent)
            self._move_content(source, self._made(gone, parent), self.going.streams)
        elif not _is_there(name, parent) and not _is_there(gone, parent):
            what = f"neither {self.going.path} nor {gone} beside it is there"
            raise NodeError(f"{what}; mount what is missing, or make {self.going.path} as an empty folder")
        else:
            self._move(name, parent, parent, gone)
        self._sync()

    def move_back(self) -> None:
        """Undoes what `move` did so far, for good also after a power cut; OSError when it cannot."""
        while self._undo:
            self._undo.pop()()
        self._sync()

    def empty_streams(self) -> None:
        """Empties the files that stay; what has them open appends, and goes on at their new end."""
        for descriptor in self._to_empty:
            self._emptied += os.fstat(descriptor).st_size
            os.ftruncate(descriptor, 0)

    def measure(self) -> tuple[int, int]:
        """The files that went or were emptied, and their bytes."""
        files, size = measure(self._place, self.going.gone)
        return files + len(self._to_empty), size + self._emptied

    def _move_content(self, source: int, target: int, streams: tuple[Components, ...]) -> None:
        for name in os.listdir(source):
            below = tuple(path[1:] for path in streams if path[0] == name)
            if not below:
                self._move(name, source, target, name)
            elif () in below:
                self._to_empty.append(self._open(name, source, _FILE))
            else:
                self._move_content(self._open(name, source), self._made(name, target), below)

    def _move(self, old: str, source: int, target: int, new: str) -> None:
        """What has come to the old place since it was moved stays."""
        if not _is_there(new, target):
            os.rename(old, new, src_dir_fd=source, dst_dir_fd=target)
            self._undo.append(partial(os.rename, new, old, src_dir_fd=target, dst_dir_fd=source))
            self._changed |= {source, target}

    def _made(self, name: str, parent: int) -> int:
        if not _is_there(name, parent):
            os.mkdir(name, 0o700, dir_fd=parent)
            self._undo.append(partial(os.rmdir, name, dir_fd=parent))
            self._changed.add(parent)
        return self._open(name, parent)

    def _open(self, name: str, parent: int, flags: int = _FOLDER) -> int:
        descriptor = os.open(name, flags, dir_fd=parent)
        self._stack.callback(os.close, descriptor)
        return descriptor

    def _sync(self) -> None:
        for descriptor in self._changed:
            os.fsync(descriptor)


def _is_there(name: str, parent: int) -> bool:
    try:
        os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
