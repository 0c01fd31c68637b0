"""A service's home with data, logs and a configuration, for what a reset does to it."""

import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from circusman_node.catalog import find_service
from circusman_node.node_file import load_node_file
from circusman_node.reset.leftovers import remove_leftovers
from circusman_node.reset.reset import chosen_folders, recover, reset
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder

FOLDERS = 'data = ["data/graph.db", "data/rrd"]\nlogs = ["logs", "data/graph.db/logs"]'


def fill(home: Path) -> None:
    """3 files of 30 bytes in data, 1 of 5 in the logs inside of it, 2 of 10 in logs, and 1 of the configuration."""
    for name, content in {
        "data/graph.db/store": "x" * 10,
        "data/graph.db/index/1": "x" * 15,
        "data/graph.db/logs/messages.log": "x" * 5,
        "data/rrd/rrd": "x" * 5,
        "logs/out.log.1": "x" * 4,
        "logs/old/err.log": "x" * 6,
        "conf/neo4j.properties": "id=1",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content)


def tree(home: Path) -> set[str]:
    """The files below the home."""
    return {os.path.relpath(os.path.join(folder, name), home) for folder, _, names in os.walk(home) for name in names}


CONF = {"conf/neo4j.properties"}
LOGS = {"logs/out.log.1", "logs/old/err.log"}
DATA = {"data/graph.db/store", "data/graph.db/index/1", "data/rrd/rrd"}
INNER_LOG = {"data/graph.db/logs/messages.log"}


@dataclass(frozen=True)
class Filled:
    """The service `box` of a filled home, and a state folder, without a node."""

    service: Service
    state: StateFolder

    @property
    def home(self) -> Path:
        return self.service.home

    def tree(self) -> set[str]:
        return tree(self.home)

    def reset(
        self, data: bool = False, logs: bool = False, streams: Collection[Path] = (), moved: Callable[[], None] = lambda: None
    ) -> list[dict[str, Any]]:
        return reset(self.state, "box", self.service, chosen_folders(self.service, data, logs), streams, moved)

    def recover(self) -> bool:
        return recover(self.state, "box")

    def remove(self, removed: Callable[[], None] = lambda: None) -> None:
        remove_leftovers(self.state, self.service, removed)

    def aside(self) -> set[str]:
        """The places of what lies aside."""
        names = (re.fullmatch(r"\.(.+)\.circusman-gone-[0-9a-f]{8}", path.name) for path in self.home.rglob("*"))
        return {name[1] for name in names if name is not None}


def make_filled(folder: Path, make_service: Callable[..., Any], name: str = "box") -> Filled:
    """One whose state folder and home are of that name."""
    box = make_service(name, service=FOLDERS)
    fill(box.home)
    (folder / "node.toml").write_text(box.node_file)
    service = find_service(name, load_node_file(folder / "node.toml"))
    assert service is not None
    return Filled(service, StateFolder(folder / f"state-{name}"))


@pytest.fixture
def filled(tmp_path: Path, make_service: Callable[..., Any]) -> Filled:
    return make_filled(tmp_path, make_service)


@pytest.fixture
def box(node: Callable[..., Any], make_service: Callable[..., Any]) -> tuple[Any, Path]:
    """A node with a stopped watcher `box` whose home is filled, and that home."""
    made = make_service(service=FOLDERS)
    fill(made.home)
    return node(made.watcher(), node_file=made.node_file), made.home
