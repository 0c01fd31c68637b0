"""The files that circusd writes the programs' output to."""

import os
from collections.abc import Iterable
from pathlib import Path

from circus.watcher import Watcher


def stream_files(watchers: Iterable[Watcher]) -> set[Path]:
    """All of them, free of links; a relative one is relative to circusd's working folder."""
    files = set()
    for watcher in watchers:
        for stream in (watcher.stdout_stream_conf, watcher.stderr_stream_conf):
            if stream and stream.get("filename"):
                files.add(Path(os.path.realpath(stream["filename"])))
    return files
