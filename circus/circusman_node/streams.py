"""The files that circusd writes the programs' output to."""

import os
from collections.abc import Iterable
from pathlib import Path

from circus.watcher import Watcher

from circusman_node.errors import NodeError
from circusman_node.plain_file import open_plain

#: Bytes read from a file's end to find its last lines.
_TAIL = 8192


def stream_files(watchers: Iterable[Watcher]) -> set[Path]:
    """All of them, free of links; a relative one is relative to circusd's working folder."""
    files = set()
    for watcher in watchers:
        for stream in (watcher.stdout_stream_conf, watcher.stderr_stream_conf):
            if stream and stream.get("filename"):
                files.add(Path(os.path.realpath(stream["filename"])))
    return files


def last_lines(watcher: Watcher, lines: int) -> list[str]:
    """The last lines of the watcher's output, of the file that was written to last; none where it goes to no file that can be read."""
    tails = [_tail(file) for file in stream_files([watcher])]
    _, newest = max((tail for tail in tails if tail is not None), default=(0.0, b""))
    return newest.decode("utf-8", "replace").splitlines()[-lines:]


def _tail(path: Path) -> tuple[float, bytes] | None:
    """When the file was written to (seconds since the epoch), and its end; None when it is empty or cannot be read."""
    try:
        with open_plain(path) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            return (os.fstat(file.fileno()).st_mtime, file.read(_TAIL)) if size else None
    except (OSError, NodeError):
        return None
