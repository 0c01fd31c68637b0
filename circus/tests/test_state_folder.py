"""The node's own files: whole or not there."""

import json
import os
from pathlib import Path

import pytest

from circusman_node.errors import NodeError
from circusman_node.state_folder import DEFAULT, StateFolder, record_name, wanted_state_folder


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "deep" / "state")
    assert state.read_json("a.json") is None
    for durable in (True, False):
        state.write_json("a.json", {"durable": durable, "name": "ä"}, durable)
        assert StateFolder(state.path).read_json("a.json") == {"durable": durable, "name": "ä"}
    assert os.listdir(state.path) == ["a.json"]
    state.remove("a.json")
    state.remove("a.json")
    assert state.read_json("a.json") is None


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "state")
    state.write_json("a.json", {})
    assert [path.stat().st_mode & 0o777 for path in (state.path, state.path / "a.json")] == [0o700, 0o600]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"{", "is not JSON any more"), (b"\xff", "is not JSON any more"), (b"[]", "holds no JSON object")],
)
def test_a_broken_file_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(NodeError, match=f"^{tmp_path}/a.json {reason}; restore it or remove it$"):
        StateFolder(tmp_path).read_json("a.json")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = StateFolder(tmp_path)
    state.write_json("a.json", {"old": True})

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NodeError, match=r"a\.json cannot be written: No space left on device"):
        state.write_json("a.json", {"old": False})
    assert json.loads((tmp_path / "a.json").read_text()) == {"old": True}
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_name_with_a_slash_leads_nowhere_else(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="is no file name"):
        StateFolder(tmp_path).write_json("../a.json", {})
    name = record_name("configured", "../a b/c")
    StateFolder(tmp_path).write_json(name, {"x": 1})
    assert os.listdir(tmp_path) == [name]


def test_a_second_lock_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        StateFolder(tmp_path).lock()
        os._exit(0)
    os.waitpid(child, 0)
    first = StateFolder(tmp_path)
    first.lock()
    with pytest.raises(NodeError, match="is used by another circusman-node"):
        StateFolder(tmp_path).lock()


@pytest.mark.parametrize(
    ("given", "environment", "wanted"),
    [
        ("/a", {"STATE_DIRECTORY": "/b"}, Path("/a")),
        (None, {"STATE_DIRECTORY": "/b:/c"}, Path("/b")),
        (None, {"STATE_DIRECTORY": ""}, DEFAULT),
        (None, {}, DEFAULT),
    ],
)
def test_the_folder_is_the_given_one_or_systemds_or_the_default(given: str | None, environment: dict[str, str], wanted: Path) -> None:
    assert wanted_state_folder(given, environment) == wanted
