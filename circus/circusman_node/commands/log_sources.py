"""The command `log-sources`."""

import time
from collections.abc import Iterator
from typing import Any, ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.errors import NodeError
from circusman_node.logs.files import Entry, entries, opened, unchanged
from circusman_node.logs.sources import Source, sources_of
from circusman_node.node import Node
from circusman_node.service import STREAMS

#: Watchers that circus makes for itself, whose output is of no interest where it goes to no file.
_OWN = ("circusd-stats", "circushttpd", "plugin:")


class LogSources(ThreadCommand, Command):
    """\
        Which logs the watchers have
        ============================

        What they print and what their services declare, each with its files, oldest first: `{"watchers": ["neo4j"]}`, or of all.
    """

    name = "log-sources"
    optional: ClassVar = {"watchers": list}

    def answer(self, node: Node, request: Properties) -> Reply:
        """A log that cannot be read, or a watcher that is not there, says so in its own `problem`."""
        assert node.arbiter is not None
        asked = request.get("watchers")
        names = [one.name for one in list(node.arbiter.watchers)] if asked is None else [str(name) for name in asked]
        sources = [said for name in names for said in _said(node, name, is_asked=asked is not None)]
        return {"utcOffset": time.localtime().tm_gmtoff, "sources": sources}


def _said(node: Node, name: str, is_asked: bool) -> Iterator[dict[str, Any]]:
    try:
        sources = list(sources_of(node, node.watcher(name)))
    except NodeError as error:
        sources = [Source(name, "stdout", None, None, None, problem=error.reason)]
    for source in sources:
        if source.path is not None or is_asked or not name.startswith(_OWN):
            files, problem = _files(source)
            said = {"watcher": source.watcher, "source": source.name, "files": files, "time": source.time, "problem": problem}
            # A stream that goes to no file is no log that cannot be read.
            yield {**said, "nowhere": True} if source.path is None and source.name in STREAMS else said


def _files(source: Source) -> tuple[list[dict[str, Any]], str | None]:
    try:
        with source.folder() as folder:
            return ([], _without_folder(source)) if folder is None else (_listed(source, folder), None)
    except NodeError as error:
        return [], error.reason


def _without_folder(source: Source) -> str | None:
    """What a service declares it makes itself, when it comes to it; for what it prints the folder must be there."""
    if source.path is None or source.name not in STREAMS:
        return None
    return f"there is no folder {source.path.parent}, where {source.name} of {source.watcher} is to be written; create it"


def _listed(source: Source, folder: int) -> list[dict[str, Any]]:
    assert source.path is not None
    log = source.path.name
    return unchanged(log, lambda: [_file(folder, entry) for entry in entries(folder, log, source.others)])


def _file(folder: int, entry: Entry) -> dict[str, Any]:
    with opened(folder, entry) as file:
        return {"name": entry.name, "file": file.identity.text, "size": file.size, "modified": entry.modified / 1e9}
