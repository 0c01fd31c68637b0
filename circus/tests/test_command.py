"""What is common to the node's own commands."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.node import Node

OWN = ["adopt", "configure", "health", "node-info", "poll-events", "reset"]

RESETS = 5


def test_a_command_without_waiting_is_refused(node: Callable[..., Any]) -> None:
    one = node()
    for command in OWN:
        for properties in ({}, {"waiting": False}, {"waiting": "yes"}):
            reply = one.send({"command": command, "properties": properties})
            assert (reply["status"], reply["errno"]) == ("error", 3)
            assert reply["reason"] == f"{command} needs the property 'waiting': true, as its answer would be lost without it"


def test_a_bad_request_gets_one_sentence(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher() + "[watcher:plain]\ncmd = sleep 60\nautostart = False\n", node_file=box.node_file)
    needs_service = f"the watcher plain has no service; give it one by 'service = NAME' in [watcher:plain] of {one.ini}"
    requests: list[tuple[str, Any, str]] = [
        ("reset", {}, "reset needs the property 'watcher', a string"),
        ("reset", {"watcher": 7}, "the property 'watcher' of reset must be a string"),
        ("reset", {"watcher": "box", "data": 1}, "the property 'data' of reset must be true or false"),
        ("reset", {"watcher": "box", "dryrun": True}, "reset has no property 'dryrun'"),
        ("reset", {"watcher": "nobody"}, "no watcher 'nobody' here"),
        ("reset", {"watcher": "plain"}, needs_service),
        ("adopt", {"watcher": "nobody", "kill": True}, "no watcher 'nobody' here"),
        ("adopt", {"watcher": "box"}, "circus cannot take up a process that runs already; adopt with kill: true ends it"),
        ("health", {"watcher": "box"}, "health has no property 'watcher'"),
        ("node-info", {"name": None}, "node-info has no property 'name'"),
    ]
    for command, properties, reason in requests:
        reply = one.call(command, **properties)
        assert (reply["status"], reply["errno"], reply["reason"]) == ("error", 3, reason)


@pytest.mark.parametrize("properties", [[], "text", 3])
def test_properties_that_are_no_object_are_refused(node: Callable[..., Any], properties: Any) -> None:
    reply = node().send({"command": "health", "properties": properties})
    assert (reply["errno"], reply["reason"]) == (3, "the properties of health are no object")


def test_an_error_nobody_thought_of_is_one_sentence_too() -> None:
    class Odd(ThreadCommand):
        name = "odd"

        def answer(self, _node: Node, _request: Properties) -> Reply:
            raise ValueError("two\nlines")

    reply = asyncio.run(_answer(Odd()))
    assert reply == {"status": "error", "reason": "ValueError: two lines", "tb": None, "errno": 3}


async def _answer(command: ThreadCommand) -> Reply:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("circusman_node.node.current", object())
        return await command.execute(None, {"waiting": True})


def test_a_long_command_does_not_hold_up_circusd(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service(service='data = ["data"]')
    data = box.home / "data"
    data.mkdir()
    for number in range(5000):
        (data / str(number)).touch()
    one = node(box.watcher(), node_file=box.node_file)
    answered = itertools.count()
    ended = threading.Event()

    def ping() -> None:
        while not ended.is_set():
            one.call("list", waiting=False)
            next(answered)

    pinging = threading.Thread(target=ping)
    pinging.start()
    try:
        before = next(answered)
        for _ in range(RESETS):
            assert one.call("reset", watcher="box", dryRun=True)["files"] == 5000
        # Held up, circusd would answer at most two between one command and the next.
        assert next(answered) - before > 2 * RESETS
    finally:
        ended.set()
        pinging.join()
