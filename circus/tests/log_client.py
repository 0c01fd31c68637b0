"""Reads the logs of a node as circusman does: of a real one, or of one in the test's own process, whose watchers run nothing."""

import base64
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from circus.exc import MessageError

from circusman_node.commands.log import Log as LogCommand
from circusman_node.commands.log_find import LogFind
from circusman_node.commands.log_sources import LogSources
from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.service import Service

Answer = dict[str, Any]
Call = Callable[..., Answer]


@dataclass(frozen=True)
class Log:
    """One log of a watcher on a node."""

    call: Call
    watcher: str
    source: str

    def read(self, **asked: Any) -> Answer:
        """The answer of one read, its data as bytes."""
        return reads(self.call, [{"watcher": self.watcher, "source": self.source, **asked}])[0]

    def on(self, position: Answer | None, **asked: Any) -> Answer:
        """From a position that an answer gave."""
        return self.read(**(position or {}), **asked)

    def all(self, bytes: int = 65_536) -> bytes:
        """All of it, page by page from the beginning."""
        pieces, position = [], None
        while (answer := self.on(position, bytes=bytes))["data"]:
            assert answer["lost"] == 0
            pieces.append(answer["data"])
            position = answer["end"]
        assert answer["left"] == 0
        return b"".join(pieces)

    def all_back(self, bytes: int = 65_536) -> bytes:
        """All of it, page by page from the end."""
        pieces, position = [], None
        while (answer := self.on(position, bytes=bytes, back=True))["data"]:
            assert answer["lost"] == 0
            pieces.insert(0, answer["data"])
            position = answer["start"]
        assert answer["left"] == 0
        return b"".join(pieces)


def reads(call: Call, asked: list[Answer], **more: Any) -> list[Answer]:
    """The answers of several reads, their data as bytes."""
    reply = call("log", reads=asked, **more)
    assert reply["status"] == "ok", reply
    return [{**one, "data": base64.b64decode(one["data"])} if "data" in one else one for one in reply["reads"]]


def sources(call: Call, *watchers: str) -> dict[str, Answer]:
    """The logs of the watchers by their names."""
    reply = call("log-sources", watchers=list(watchers))
    assert reply["status"] == "ok", reply
    return {one["source"]: one for one in reply["sources"]}


def writer(folder: Path, name: str, program: str, stream: str = "", lines: str = "") -> str:
    """The ini section of a watcher that runs a Python program, and what it prints goes to `NAME.log` in the folder."""
    script = folder / f"{name}.py"
    script.write_text(program)
    return (
        f"[watcher:{name}]\ncmd = {sys.executable} -S -u {script}\nstdout_stream.class = FileStream\n"
        f"stdout_stream.filename = {folder}/{name}.log\n{stream}\ngraceful_timeout = 1\n{lines}\n"
    )


class Watchers:
    """The watchers of the node of this process."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.watchers: list[Any] = []
        node.arbiter = self  # type: ignore[assignment]

    def get_watcher(self, name: str) -> Any:
        return {one.name.lower(): one for one in self.watchers}[name.lower()]

    def add(self, name: str, stdout: Path | None, stderr: Path | None = None, service: Service | None = None) -> None:
        """One that prints to these files."""
        confs = {f"{key}_stream_conf": file and {"filename": str(file)} for key, file in (("stdout", stdout), ("stderr", stderr))}
        self.watchers.append(SimpleNamespace(name=name, stdout_stream=None, stderr_stream=None, **confs))
        if service is not None:
            self._node.services[name] = service

    def call(self, name: str, /, **asked: Any) -> Answer:
        """As a client would get it."""
        [command] = [one for one in (LogCommand, LogFind, LogSources) if one.name == name]
        try:
            command().validate({"waiting": True, **asked})
            return {"status": "ok", **command().answer(self._node, asked)}
        except (NodeError, MessageError) as error:
            return {"status": "error", "reason": str(error)}


@pytest.fixture
def watchers(here: Node) -> Watchers:
    """Of the node of this process."""
    return Watchers(here)
