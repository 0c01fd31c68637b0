"""The folder of a log, opened so that whoever may write there cannot have circusd, which may be root, read something else.

Below the home of the service: by no link that leaves it. Elsewhere: by no link that others than root and circusd's own user can have made.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from circusman_node.confined import MOST_LINKS, open_home
from circusman_node.errors import NodeError
from circusman_node.logs.files import is_trusted

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def folder_of(path: Path, home: Path | None) -> Iterator[int]:
    """A descriptor of the folder that the absolute `path` lies in, which is below `home` where that is told.

    NodeError when a link on the way is not followed; MissingFolder or FileNotFoundError when the folder is not there; OSError else.
    """
    if home is None:
        descriptor = _trusted(path.parent)
        try:
            yield descriptor
        finally:
            os.close(descriptor)
        return
    with open_home(home) as opened:
        inside = str(path.parent.relative_to(home))
        if inside == ".":
            yield opened.descriptor
        else:
            with opened.folder(inside) as descriptor:
                yield descriptor


def _trusted(path: Path) -> int:
    names = path.parts[1:]
    for _ in range(MOST_LINKS):
        here, link = _walk(names)
        if link is None:
            return here
        depth, target = link
        names = Path(os.path.normpath(os.path.join("/", *names[:depth], target, *names[depth + 1 :]))).parts[1:]
    raise NodeError(f"{path} goes through more than {MOST_LINKS} links; untie them")


def _walk(names: tuple[str, ...]) -> tuple[int, tuple[int, str] | None]:
    """The folder at the end of the way down from /, or the first link on it: how many names come before it, and where it leads."""
    here = os.open("/", _FOLDER)
    for depth, name in enumerate(names):
        try:
            target = _link(name, here)
            if target is None:
                inner = os.open(name, _FOLDER, dir_fd=here)
            elif is_trusted(os.fstat(here)):
                return -1, (depth, target)
            else:
                where = os.path.join("/", *names[: depth + 1])
                raise NodeError(f"{where} is a link, made where others than root may write, and is not followed; name the folder itself")
        finally:
            os.close(here)
        here = inner
    return here, None


def _link(name: str, folder: int) -> str | None:
    try:
        return os.readlink(name, dir_fd=folder)
    except OSError:
        return None
