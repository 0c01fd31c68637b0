"""That nothing starts while folders move, that a start may follow at once, and that no reset holds a watcher for ever."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import zmq
from filled_home import CONF, FOLDERS, LOGS, Filled, fill, tree

from circusman_node.commands.reset import Reset
from circusman_node.errors import NodeError
from circusman_node.guard import start_refusal
from circusman_node.node import Node
from circusman_node.node_file import NodeFile


@pytest.fixture
def one(filled: Filled) -> Node:
    """A node, without a circusd, on which the watcher `box` is stopped."""
    watcher = SimpleNamespace(name="box", is_stopped=lambda: True, processes={})
    arbiter: Any = SimpleNamespace(watchers=[], get_watcher={"box": watcher}.__getitem__)
    return Node(arbiter, filled.home / "circus.ini", NodeFile(), filled.state, {"box": filled.service}, 0.0)


def test_ten_thousand_files_are_aside_before_the_first_is_counted_or_removed(filled: Filled) -> None:
    store = filled.home / "data/graph.db/many"
    store.mkdir()
    for number in range(10_000):
        (store / str(number)).touch()
    at_start: list[tuple[bool, int]] = []

    def moved() -> None:
        gone = next((filled.home / "data").glob(".graph.db.circusman-gone-*"))
        at_start.append((store.parent.exists(), len(list((gone / "many").iterdir()))))

    folders = filled.reset(data=True, moved=moved)
    assert at_start == [(False, 10_000)]
    assert sum(folder["files"] for folder in folders) == 10_004
    removed: list[None] = []
    filled.remove(lambda: removed.append(None))
    assert len(removed) == 10_004
    assert filled.tree() == CONF | LOGS


def test_a_start_may_follow_at_once(box: tuple[Any, Path], eventually: Any) -> None:
    one, home = box
    for number in range(10_000):
        (home / "data/graph.db" / str(number)).touch()
    assert one.call("reset", watcher="box")["files"] == 10_004
    assert one.call("start", name="box")["status"] == "ok"
    assert len(one.processes("box")) == 1
    eventually(lambda: tree(home) == CONF | LOGS)


def test_a_start_is_refused_from_the_request_on_until_the_folders_are_aside(one: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(*_: object) -> tuple[int, int]:
        seen.append(start_refusal(one, "box"))
        return 1, 1

    command, request = Reset(), {"watcher": "box"}
    command.prepare(one, request)
    assert start_refusal(one, "box") == "a reset of box is under way; start it when that is done"
    with pytest.raises(NodeError, match="another reset of box is under way"):
        command.prepare(one, dict(request))
    monkeypatch.setattr("circusman_node.reset.aside.measure", look)
    assert command.answer(one, request)["files"] == 2
    assert seen == [None, None]
    assert start_refusal(one, "box") is None


def test_a_start_behind_a_reset_waits_or_is_refused(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any) -> None:
    made = make_service(service=FOLDERS)
    fill(made.home)
    program = "bash -c 'mkdir -p data/rrd; touch data/rrd/new; exec sleep 60'"
    watcher = f"[watcher:box]\ncmd = {program}\nworking_dir = {made.home}\nautostart = False\n"
    one = node(watcher, node_file=made.node_file)
    start = {"command": "start", "properties": {"waiting": True, "name": "box"}}
    reset, started = replies(one, [{"command": "reset", "properties": {"waiting": True, "watcher": "box"}}, start])
    assert (reset["status"], reset["files"]) == ("ok", 4)
    if started["status"] == "error":
        assert started["reason"] == "a reset of box is under way; start it when that is done"
        assert one.send(start)["status"] == "ok"
    eventually(lambda: tree(made.home) == CONF | LOGS | {"data/rrd/new"})


def test_a_watcher_that_is_removed_while_its_reset_is_queued_is_not_held(box: tuple[Any, Path]) -> None:
    one, _ = box
    busy = [{"command": "node-info", "properties": {"waiting": True}}] * 40
    reset = {"command": "reset", "properties": {"waiting": True, "watcher": "Box"}}
    *_, done, removed = replies(one, [*busy, reset, {"command": "rm", "properties": {"waiting": True, "name": "box"}}])
    assert (done["status"], removed["status"]) == ("ok", "ok")
    assert one.call("reloadconfig")["status"] == "ok"
    assert one.call("reset", watcher="box")["status"] == "ok"
    assert one.call("start", name="box")["status"] == "ok"


def test_a_watcher_that_is_removed_between_request_and_answer_is_reset_and_not_held(one: Node, filled: Filled) -> None:
    command, request = Reset(), {"watcher": "box"}
    command.prepare(one, request)
    assert one.arbiter is not None
    one.arbiter.get_watcher = {}.__getitem__
    assert command.answer(one, request)["files"] == 4
    assert not (filled.home / "data/rrd").exists()
    assert start_refusal(one, "box") is None


def test_a_service_that_is_taken_away_while_its_reset_is_queued_is_not_held(one: Node) -> None:
    command, request = Reset(), {"watcher": "box"}
    command.prepare(one, request)
    service = one.services.pop("box")
    with pytest.raises(NodeError, match="the watcher box has no service"):
        command.answer(one, request)
    one.services["box"] = service
    assert start_refusal(one, "box") is None


def test_what_is_aside_is_removed_also_when_the_reset_fails_then(
    one: Node, filled: Filled, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("counting fails")

    command, request = Reset(), {"watcher": "box"}
    command.prepare(one, request)
    monkeypatch.setattr("circusman_node.reset.aside.measure", fail)
    with pytest.raises(ValueError, match="counting fails"):
        command.answer(one, request)
    eventually(lambda: filled.tree() == CONF | LOGS)
    assert start_refusal(one, "box") is None


def replies(one: Any, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """To messages that are sent at once, in their order."""
    with zmq.Context.instance().socket(zmq.DEALER) as dealer:
        dealer.linger = 0
        dealer.connect(one.endpoint)
        for number, message in enumerate(messages):
            dealer.send_json({"id": f"{number}", **message})
        got = {}
        for _ in messages:
            assert dealer.poll(20_000), one.log
            reply = json.loads(dealer.recv())
            got[int(reply["id"])] = reply
    return [got[number] for number in range(len(messages))]
