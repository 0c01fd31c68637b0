"""What has happened on a node, as it is asked for later."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import zmq
from node_process import NodeProcess
from places import endpoint_at

from circusman_node.errors import NodeError
from circusman_node.events import KEPT, Events

LOOP = "[watcher:Loop It]\ncmd = bash -c 'exit 3'\nmax_retry = -1\n"
SLEEPER = "[watcher:sleeper]\ncmd = sleep 60\n"


def take(events: Events, count: int) -> None:
    for second in range(count):
        events.take("box", "spawn", {"process_pid": 7, "time": float(second)}, by_itself=False)


def numbers(answer: dict[str, Any]) -> list[int]:
    return [item["number"] for item in answer["items"]]


def all_since(events: Events, cursor: str | None) -> tuple[list[int], list[int | None]]:
    """The numbers of all that comes, and what each answer said is lost."""
    found: list[int] = []
    lost: list[int | None] = []
    while True:
        answer = events.since(cursor)
        found += numbers(answer)
        lost.append(answer["lost"])
        cursor = answer["cursor"]
        if not answer["more"]:
            return found, lost


def test_all_that_are_kept_come_in_several_answers_and_then_what_is_new() -> None:
    events = Events()
    assert events.since(None) == {"cursor": f"{events.life} 0", "items": [], "lost": 0, "more": False}
    take(events, KEPT)
    first = events.since(None)
    assert (numbers(first), first["lost"], first["more"]) == (list(range(1, 251)), 0, True)
    assert all_since(events, None) == (list(range(1, KEPT + 1)), [0] * 4)
    take(events, 2)
    assert all_since(events, f"{events.life} {KEPT}") == ([KEPT + 1, KEPT + 2], [0])
    assert all_since(events, f"{events.life} {KEPT + 2}") == ([], [0])


def test_what_is_not_kept_any_more_is_counted() -> None:
    events = Events()
    take(events, KEPT + 500)
    assert all_since(events, f"{events.life} 100") == (list(range(501, KEPT + 501)), [400, 0, 0, 0])
    # Who has seen nothing yet has lost nothing.
    assert all_since(events, None) == (list(range(501, KEPT + 501)), [0] * 4)


def test_of_another_life_nobody_knows_how_many_are_lost() -> None:
    before, events = Events(), Events()
    take(before, 9)
    take(events, 3)
    assert before.life != events.life
    assert all_since(events, f"{before.life} 9") == ([1, 2, 3], [None])


@pytest.mark.parametrize("cursor", ["", "7", "life", "life -7", "life 7 ", "life \u0667", "life " + "9" * 40])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(NodeError, match="is no cursor"):
        Events().since(cursor)


def test_a_cursor_from_the_future_is_refused() -> None:
    events = Events()
    with pytest.raises(NodeError, match="of an event that has not been yet"):
        events.since(f"{events.life} 1")


def test_a_hooks_error_is_cut() -> None:
    events = Events()
    told = events.take("box", "hook_failure", {"name": "before_start", "time": 1.0, "error": "x" * 5000}, by_itself=False)
    assert told == {"life": events.life, "number": 1}
    assert events.since(None)["items"] == [
        {"number": 1, "time": 1.0, "watcher": "box", "action": "hook_failure", "hook": "before_start", "error": "x" * 500}
    ]


def poll(one: NodeProcess, cursor: str | None = None) -> dict[str, Any]:
    reply = one.call("poll-events", **({} if cursor is None else {"cursor": cursor}))
    assert reply["status"] == "ok", reply
    return reply


@contextmanager
def listening(one: NodeProcess) -> Iterator[Callable[[], list[tuple[str, dict[str, Any]]]]]:
    """What has come on the event socket until now: action and message."""
    with one.connected(zmq.SUB, endpoint_at(one.address, one.port + 1)) as events:
        events.subscribe(b"watcher.")
        heard: list[tuple[str, dict[str, Any]]] = []

        def look() -> list[tuple[str, dict[str, Any]]]:
            while events.poll(0):
                topic, body = events.recv_multipart()
                heard.append((topic.decode().rpartition(".")[2], json.loads(body)))
            return heard

        yield look


def test_each_event_is_kept_with_the_number_that_its_message_has(node: Callable[..., NodeProcess], eventually: Callable[..., Any]) -> None:
    one = node(SLEEPER + LOOP)
    with listening(one) as heard:
        eventually(lambda: len(heard()) > 10)
        kept = {item["number"]: item for item in poll(one)["items"]}
        for action, message in heard():
            own = message["circusman"]
            item = kept.get(own["number"])
            if item is None:  # it came after the answer
                continue
            assert (item["action"], item["time"], item.get("pid")) == (action, message["time"], message.get("process_pid"))
            assert item.get("byItself") == own.get("byItself") == (True if action == "reap" else None)
            assert own["life"] == poll(one)["cursor"].split()[0]
        numbered = [message["circusman"]["number"] for _, message in heard()]
    assert numbered == list(range(numbered[0], numbered[0] + len(numbered)))
    # As the ini spells it, not as circus does in topics.
    assert {item["watcher"] for item in kept.values()} == {"sleeper", "Loop It"}
    assert next(item for item in kept.values() if item["action"] == "reap")["exit"] == {"code": 3, "signal": None}


def test_an_end_that_somebody_wanted_is_told_from_one_that_nobody_did(
    node: Callable[..., NodeProcess], eventually: Callable[..., Any]
) -> None:
    one = node(SLEEPER)

    def reaps() -> list[Any]:
        return [(item["exit"]["signal"], item["byItself"]) for item in poll(one)["items"] if item["action"] == "reap"]

    os.kill(one.processes("sleeper")[0], signal.SIGKILL)
    eventually(lambda: reaps() == [("SIGKILL", True)])
    eventually(lambda: len(one.processes("sleeper")) == 1)
    one.call("signal", name="sleeper", signum=9)
    eventually(lambda: reaps() == [("SIGKILL", True), ("SIGKILL", False)])
    eventually(lambda: len(one.processes("sleeper")) == 1)
    one.call("stop", name="sleeper")
    assert reaps()[2:] == [("SIGTERM", False)]


def test_a_restart_within_circusd_goes_on_counting(node: Callable[..., NodeProcess], eventually: Callable[..., Any]) -> None:
    one = node(SLEEPER)
    (before,) = one.processes("sleeper")
    cursor = poll(one)["cursor"]
    one.call("restart", waiting=False)
    eventually(lambda: one.log.count("Arbiter now waiting for commands") == 2)  # what is sent before is lost with the old endpoint
    eventually(lambda: one.processes("sleeper") not in ([], [before]))
    after = poll(one, cursor)
    assert after["cursor"].split()[0] == cursor.split()[0]
    assert after["lost"] == 0
    first = int(cursor.split()[1]) + 1
    assert numbers(after) == list(range(first, first + len(after["items"])))
    assert {"kill", "stop", "spawn", "start"} <= {item["action"] for item in after["items"]}


def test_a_new_circusd_has_a_life_of_its_own(node: Callable[..., NodeProcess]) -> None:
    one = node(SLEEPER)
    cursor = poll(one)["cursor"]
    one.kill()
    one.start()
    after = poll(one, cursor)
    assert after["lost"] is None
    assert after["cursor"].split()[0] != cursor.split()[0]
    assert numbers(after)[:1] == [1]
    reply = one.call("poll-events", cursor="x")
    assert (reply["status"], reply["reason"]) == ("error", "'x' is no cursor: LIFE NUMBER, as poll-events answers it")
