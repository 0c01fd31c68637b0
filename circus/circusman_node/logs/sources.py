"""Which logs a watcher has: what its processes print, where circus writes that to a file, and what its service declares."""

import os
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from circus.stream import QueueStream, StdoutStream

from circusman_node.confined import MissingFolder
from circusman_node.errors import NodeError
from circusman_node.logs.declared import is_pattern, key_for, matching
from circusman_node.logs.files import NotRead
from circusman_node.logs.folder import folder_of
from circusman_node.node import Node
from circusman_node.service import STREAMS, Service

if TYPE_CHECKING:
    from circus.watcher import Watcher


@dataclass(frozen=True)
class Source:
    """One log: `path` is the file that is written to, absolute, and None where it goes to none, of which `problem` says the reason.

    `home`: below which it lies and is confined to. `others`: names in its folder that look like rotated ones of it, and are other logs.
    """

    watcher: str
    name: str
    path: Path | None
    home: Path | None
    time: str | None
    others: frozenset[str] = frozenset()
    problem: str | None = None

    @contextmanager
    def folder(self) -> Iterator[int | None]:
        """A descriptor of its folder; None when that is not there (yet). NodeError with the reason when it cannot be read."""
        if self.path is None:
            raise NodeError(self.problem or f"{self.name} of {self.watcher} goes to no file")
        with ExitStack() as held, self._in_words():
            try:
                descriptor = held.enter_context(folder_of(self.path, self.home))
            except (FileNotFoundError, MissingFolder):
                descriptor = None
            yield descriptor

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """NodeError for what cannot be read in the folder."""
        assert self.path is not None
        try:
            yield
        except NotRead as error:
            raise NodeError(f"{self.path.parent}/{error.reason}") from error
        except OSError as error:
            file = self.path.parent / error.filename if isinstance(error.filename, str) else self.path.parent
            raise NodeError(f"{file} cannot be read ({error.strerror}); let the user read it that circusd runs as") from error


def sources_of(node: Node, watcher: "Watcher") -> Iterator[Source]:
    """All that it has, those first that go to no file or are not there yet, too."""
    service, streams = node.services.get(watcher.name), _stream_paths(node)
    for name in STREAMS:
        yield _stream(node, watcher, service, name, streams)
    for key in service.log_files if service is not None else ():
        yield from declared(watcher.name, service, key, streams)


def source(node: Node, watcher: str, name: str) -> Source:
    """The one of that name. NodeError when there is no such watcher, in any case, or neither it nor its service has such a log."""
    one = node.watcher(watcher)
    service, streams = node.services.get(one.name), _stream_paths(node)
    if name in STREAMS:
        return _stream(node, one, service, name, streams)
    key = None if service is None else key_for(service, name)
    if service is None or key is None:
        known = ", ".join([*STREAMS, *(service.log_files if service else ())])
        raise NodeError(f"{one.name} has no log {name!r}; it has {known}")
    return _file(one.name, service, name, service.log_files[key], streams)


def _stream(node: Node, watcher: "Watcher", service: Service | None, name: str, streams: Collection[Path]) -> Source:
    time = None if service is None else service.stream_times.get(name) or None
    path = _stream_path(watcher, name)
    if path is None:
        option = f"{name}_stream"
        what = f"give it {option}.class = FileStream and {option}.filename = FILE in [watcher:{watcher.name}] of {node.ini}"
        return Source(watcher.name, name, None, None, time, problem=f"{name} of {watcher.name} goes to no file; {what}")
    return Source(watcher.name, name, path, home_around(path, service), time, _others(path, streams))


def home_around(path: Path, service: Service | None) -> Path | None:
    """The home of the service when the path lies in it."""
    return service.home if service is not None and path.is_relative_to(service.home) else None


def _stream_path(watcher: "Watcher", name: str) -> Path | None:
    """The file that circus writes the stream to; a relative one is relative to circusd's working folder."""
    conf, stream = getattr(watcher, f"{name}_stream_conf"), getattr(watcher, f"{name}_stream")
    if isinstance(stream, StdoutStream | QueueStream):
        return None
    # Without a file name circus makes one up.
    file = (conf or {}).get("filename") or getattr(stream, "_filename", None)
    return Path(os.path.abspath(file)) if isinstance(file, str) else None


def _stream_paths(node: Node) -> frozenset[Path]:
    watchers = [] if node.arbiter is None else list(node.arbiter.watchers)
    return frozenset(path for one in watchers for name in STREAMS if (path := _stream_path(one, name)) is not None)


def _others(path: Path, logs: Collection[Path]) -> frozenset[str]:
    return frozenset(one.name for one in logs if one.parent == path.parent and one != path)


def _file(watcher: str, service: Service, name: str, time: str, streams: Collection[Path]) -> Source:
    path = service.home / name
    exact = {service.home / one for one in service.log_files}
    return Source(watcher, name, path, service.home, time or None, _others(path, {*streams, *exact}))


def declared(watcher: str, service: Service, key: str, streams: Collection[Path]) -> Iterator[Source]:
    """What the service of the watcher declares by one key of [log_files]; `streams`: what watchers print to, which is no log besides."""
    time = service.log_files[key]
    if not is_pattern(key):
        yield _file(watcher, service, key, time, streams)
        return
    try:
        names = matching(service, key)
    except NodeError as error:
        yield Source(watcher, key, None, None, time or None, problem=error.reason)
        return
    for name in names:
        if service.home / name not in streams and key_for(service, name) == key:
            yield _file(watcher, service, name, time, streams)
