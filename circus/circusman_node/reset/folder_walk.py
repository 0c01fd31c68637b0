"""Looks through a folder of any depth, never through a link, with two descriptors at a time."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass
class _Seen:
    """A folder on the way down; `entered`: how many of its folders were."""

    identity: tuple[int, int]
    files: list[str]
    folders: list[str]
    entered: int = 0


def walk(parent: int, name: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Each folder from the innermost out: its descriptor, the names of its files (links are files), and those of its folders.

    OSError when one cannot be opened, or was moved elsewhere meanwhile.
    """
    descriptor = os.open(name, _FOLDER, dir_fd=parent)
    try:
        way = [_look(descriptor)]
        while True:
            here = way[-1]
            if here.entered < len(here.folders):
                descriptor = _step(descriptor, here.folders[here.entered])
                here.entered += 1
                way.append(_look(descriptor))
                continue
            yield descriptor, here.files, here.folders
            way.pop()
            if not way:
                return
            descriptor = _step(descriptor, "..")
            if _identity(descriptor) != way[-1].identity:
                raise OSError(errno.ESTALE, "A folder was moved while it was looked through", name)
    finally:
        os.close(descriptor)


def _step(descriptor: int, name: str) -> int:
    following = os.open(name, _FOLDER, dir_fd=descriptor)
    os.close(descriptor)
    return following


def _look(descriptor: int) -> _Seen:
    seen = _Seen(_identity(descriptor), [], [])
    with os.scandir(descriptor) as entries:
        for entry in entries:
            (seen.folders if entry.is_dir(follow_symlinks=False) else seen.files).append(entry.name)
    return seen


def _identity(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino
