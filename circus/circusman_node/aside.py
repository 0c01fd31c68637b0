"""Moves one folder, or all that is in it, aside."""

import os
from contextlib import ExitStack

from circusman_node.confined import Place
from circusman_node.leftovers import gone_name, measure

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC

Components = tuple[str, ...]


class Aside:
    """A folder at `place` that is moved to a new name beside it.

    `stays`: the folder itself does not move, its content does. `streams`: files in it, by their components below the folder, that
    somebody has open to write to: they stay, with the folders on the way, and are emptied. Descriptors are kept until `stack` closes.
    """

    def __init__(self, place: Place, stays: bool, streams: list[Components], stack: ExitStack) -> None:
        self.place = place
        self.gone = gone_name(place.name)
        self._stays = stays or bool(streams)
        self._streams = streams
        self._stack = stack
        self._moves: list[tuple[str, int, str, int]] = []
        self._to_empty: list[tuple[str, int]] = []
        self._emptied = 0

    def move(self) -> None:
        """Moves it; OSError when something cannot be, and then `move_back` is due."""
        parent = self.place.parent
        if self._stays:
            source = self._open(self.place.name, parent)
            os.mkdir(self.gone, 0o700, dir_fd=parent)
            self._move_content(source, self._open(self.gone, parent), self._streams)
        else:
            self._move(self.place.name, parent, self.gone, parent)
        os.fsync(parent)

    def move_back(self) -> None:
        """Undoes what was moved so far."""
        while self._moves:
            old, old_folder, new, new_folder = self._moves.pop()
            os.rename(new, old, src_dir_fd=new_folder, dst_dir_fd=old_folder)

    def empty_streams(self) -> None:
        """Empties the files that stay; what has them open appends, and goes on at their new end."""
        for name, folder in self._to_empty:
            descriptor = os.open(name, _FILE, dir_fd=folder)
            try:
                self._emptied += os.fstat(descriptor).st_size
                os.truncate(descriptor, 0)
            finally:
                os.close(descriptor)

    def measure(self) -> tuple[int, int]:
        """The files that went or were emptied, and their bytes."""
        files, size = measure(self.place, self.gone)
        return files + len(self._to_empty), size + self._emptied

    def _move_content(self, source: int, target: int, streams: list[Components]) -> None:
        for name in os.listdir(source):
            below = [path[1:] for path in streams if path[0] == name]
            if not below:
                self._move(name, source, name, target)
            elif () in below:
                self._to_empty.append((name, source))
            else:
                os.mkdir(name, 0o700, dir_fd=target)
                self._move_content(self._open(name, source), self._open(name, target), below)

    def _move(self, old: str, old_folder: int, new: str, new_folder: int) -> None:
        os.rename(old, new, src_dir_fd=old_folder, dst_dir_fd=new_folder)
        self._moves.append((old, old_folder, new, new_folder))

    def _open(self, name: str, parent: int) -> int:
        descriptor = os.open(name, _FOLDER, dir_fd=parent)
        self._stack.callback(os.close, descriptor)
        return descriptor
