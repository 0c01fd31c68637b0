"""Paths below a service's home, opened so that nothing outside of it is ever reached.

Every step goes by the descriptor of the folder before it and follows no link: links are read and resolved here, component by component.
A component that is swapped for a link between two steps therefore leads to a refusal, never out of the home.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from circusman_node.errors import NodeError

# As many links as the kernel itself follows in one path.
MOST_LINKS = 40

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class MissingFolder(NodeError):
    """A folder on the way is not there. `folders` are all that would have to be made, outermost first, and `place` where the way would
    end then; all relative to the home."""

    def __init__(self, reason: str, folders: list[str], place: str):
        super().__init__(reason)
        self.folders = folders
        self.place = place


@dataclass(frozen=True)
class Place:
    """Where something lies: `name` in the folder that the descriptor `parent` stands for; `path` is free of links, relative to the home.

    The descriptor is open as long as the `with` block that gave the place.
    """

    parent: int
    name: str
    path: str

    def status(self) -> os.stat_result | None:
        """What lies there (never what a link leads to), None when nothing does."""
        try:
            return os.stat(self.name, dir_fd=self.parent, follow_symlinks=False)
        except FileNotFoundError:
            return None


@dataclass(frozen=True)
class Home:
    """An open home: `descriptor` holds it, whatever its path comes to mean later; `real` is that path free of links."""

    path: Path
    real: Path
    descriptor: int

    @contextmanager
    def folder(self, path: str) -> Iterator[int]:
        """The descriptor of the folder `path`, relative to the home. NodeError when it leaves it; MissingFolder when it is not there."""
        way = _Way(self, path)
        try:
            way.walk()
            yield way.here
        finally:
            way.close()

    @contextmanager
    def place(self, path: str, straight: bool = False) -> Iterator[Place]:
        """Where the file or folder `path` lies or would lie; when it is a link inside the home, the place that the link leads to.

        `straight`, for the path of a place found before: no link is followed, the last component may be one.
        NodeError when it leaves the home; MissingFolder when the folder that would hold it is not there.
        """
        way = _Way(self, path, straight)
        try:
            name = way.walk(short_of_last=True)
            if name is None:
                raise NodeError(f"{path} in {self.path} is a link that ends in `..`; remove it or declare the path of the thing itself")
            yield Place(way.here, name, "/".join([*way.names, name]))
        finally:
            way.close()


@contextmanager
def open_home(path: Path) -> Iterator[Home]:
    """Opens a service's home (its own path may be a link: whoever set it meant that). NodeError when it is no folder or is `/`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        reason = f"the home {path} cannot be opened ({error.strerror}); make the folder, or set another `home` in node.toml"
        raise NodeError(reason) from error
    try:
        real = Path(os.path.realpath(path))
        if real == Path("/"):
            raise NodeError(f"the home {path} is / itself; set `home` in node.toml to a folder of the service's own")
        yield Home(Path(path), real, descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def declared_place(home: Home, path: str) -> Iterator[Place]:
    """Where the folder `path`, which is free of `.`, lies. NodeError when that is elsewhere, through a link; MissingFolder as `place`."""
    try:
        with home.place(path) as place:
            _refuse_elsewhere(home, path, place.path)
            yield place
    except MissingFolder as missing:
        _refuse_elsewhere(home, path, missing.place)
        raise


def _refuse_elsewhere(home: Home, path: str, found: str) -> None:
    if found != path:
        reason = f"{path} in {home.path} leads through a link to {found}"
        raise NodeError(f"{reason}; put the folder itself there, or declare the one that is meant")


class _Way:
    """One way down from a home. It keeps the descriptors of all folders on it, so that a `..` in a link goes back by them."""

    def __init__(self, home: Home, path: str, straight: bool = False):
        self.home = home
        self.path = path
        self.straight = straight
        self.pending = list(reversed(self._components(path)))
        self.names: list[str] = []
        self.descriptors: list[int] = []
        self.links = 0
        self.last_link = ("", "")

    @property
    def here(self) -> int:
        return self.descriptors[-1] if self.descriptors else self.home.descriptor

    def walk(self, short_of_last: bool = False) -> str | None:
        """Goes down to the last component; with `short_of_last` to the one before it, and gives the name of the last, None without one."""
        while self.pending:
            name = self.pending.pop()
            if name == "..":
                self._back()
            elif (target := self._link(name)) is not None:
                self._follow(name, target)
            elif short_of_last and not self.pending:
                return name
            else:
                self._enter(name, short_of_last)
        return None

    def close(self) -> None:
        while self.descriptors:
            os.close(self.descriptors.pop())
        self.names.clear()

    def _components(self, path: str) -> list[str]:
        if path.startswith("/") or ".." in path.split("/") or "\0" in path:
            raise NodeError(f"{path!r} is no path below the home {self.home.path}; write it relative to the home, without ..")
        components = _split(path)
        if not components:
            raise NodeError(f"{path!r} names the home {self.home.path} itself; name a file or folder below it")
        return components

    def _link(self, name: str) -> str | None:
        """Where the link `name` points; None when it is no link, is not there, or is not to be followed."""
        if self.straight:
            return None
        try:
            return os.readlink(name, dir_fd=self.here)
        except OSError:
            return None

    def _follow(self, name: str, target: str) -> None:
        self.links += 1
        if self.links > MOST_LINKS:
            raise NodeError(f"{self.path} in {self.home.path} goes through more than {MOST_LINKS} links; untie them")
        self.last_link = ("/".join([*self.names, name]), target)
        if target.startswith("/"):
            inside = self._below_home(target)
            if inside is None:
                raise self._leaves()
            self.close()
            target = inside
        self.pending.extend(reversed(_split(target)))

    def _below_home(self, target: str) -> str | None:
        """An absolute link's target relative to the home; None when it is not written as one below it. A `..` in it is walked later."""
        for home in {str(self.home.real), os.path.abspath(self.home.path)}:
            if target == home or target.startswith(home + "/"):
                return target[len(home) + 1 :]
        return None

    def _back(self) -> None:
        if not self.descriptors:
            raise self._leaves()
        os.close(self.descriptors.pop())
        self.names.pop()

    def _enter(self, name: str, short_of_last: bool) -> None:
        path = "/".join([*self.names, name])
        try:
            descriptor = os.open(name, _FOLDER, dir_fd=self.here)
        except FileNotFoundError as error:
            rest = self.pending[::-1]
            if ".." in rest:
                raise self._leaves() from error
            ways = ["/".join([path, *rest[:n]]) for n in range(len(rest) + 1)]
            reason = f"{self.path}: the folder {path} is not in {self.home.path}; make it"
            raise MissingFolder(reason, ways[:-1] if short_of_last else ways, ways[-1]) from error
        except OSError as error:
            raise NodeError(f"{self.path}: {path} in {self.home.path} cannot be opened as a folder ({error.strerror})") from error
        self.descriptors.append(descriptor)
        self.names.append(name)

    def _leaves(self) -> NodeError:
        """By a link, always: `..` is in no path that is walked, but in a link."""
        where = f"{self.last_link[0]} leads to {self.last_link[1]}"
        return NodeError(f"{self.path} leaves the home {self.home.path}: {where}; remove that link or declare a path inside")


def make_folder(home: Home, path: str) -> None:
    """Makes the folder `path`, 0755 and of its parent's owner; one that is there already is left as it is. OSError when it cannot."""
    with home.place(path, straight=True) as place:
        try:
            os.mkdir(place.name, 0o755, dir_fd=place.parent)
        except FileExistsError:
            return
        parent = os.fstat(place.parent)
        descriptor = os.open(place.name, _FOLDER, dir_fd=place.parent)
        try:
            os.fchmod(descriptor, 0o755)
            if os.geteuid() == 0:
                os.fchown(descriptor, parent.st_uid, parent.st_gid)
            os.fsync(place.parent)
        finally:
            os.close(descriptor)


def is_folder(status: os.stat_result | None) -> bool:
    """Whether what `Place.status` saw is a folder."""
    return status is not None and stat.S_ISDIR(status.st_mode)


def _split(path: str) -> list[str]:
    return [component for component in path.split("/") if component not in ("", ".")]
