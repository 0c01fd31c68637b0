"""What lives on of watchers that are no more is told of, and ended by adopt."""

from collections.abc import Callable
from typing import Any

import pytest
from descent_shapes import SHAPES

NETWORK = "127.0.98"
pytestmark = pytest.mark.usefixtures("nothing_left")

WAITS = SHAPES["a shell that waits"]


def left(one: Any) -> dict[str, list[int]]:
    """By the name that it had, the pids."""
    return {name: [orphan["pid"] for orphan in orphans] for name, orphans in one.call("health")["left"].items()}


def test_of_a_watcher_that_was_removed(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(WAITS)
    pid = pid_of()
    assert left(one) == {}
    assert one.call("rm", name="box")["status"] == "ok"
    assert left(one) == {"box": [pid]}
    assert one.call("adopt", watcher="box", kill=True)["ended"] == [pid]
    assert left(one) == {}


def test_of_one_of_that_name_that_came_since_its_health_tells(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(WAITS)
    pid = pid_of()
    one.call("rm", name="box")
    assert left(one) == {"box": [pid]}
    assert one.call("add", name="box", cmd="sleep 1000")["status"] == "ok"
    health = one.call("health")
    assert [orphan["pid"] for orphan in health["watchers"]["box"]["orphans"]] == [pid]
    assert health["left"] == {}


def test_a_quit_that_is_waited_for_tells_what_lives_on(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(WAITS)
    pid = pid_of()
    told = one.call("quit")["left"]
    assert [orphan["pid"] for orphan in told["box"]] == [pid]


def test_a_quit_behind_which_nothing_lives_on_tells_that(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(WAITS, "stop_descendants = True")
    pid_of()
    assert one.call("quit")["left"] == {}
