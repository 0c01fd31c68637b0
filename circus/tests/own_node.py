"""A node that the arbiter and the watchers made in this process belong to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import circusman_node.node as node_module
from circusman_node.node import Node
from circusman_node.node_file import NodeFile
from circusman_node.state_folder import StateFolder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    """The node of this process."""
    one = Node(None, tmp_path / "circus.ini", NodeFile(), StateFolder(tmp_path / "state"), {}, 0.0)
    monkeypatch.setattr(node_module, "current", one)
    yield one
    one.closing.set()
