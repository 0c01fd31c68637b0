"""How the watchers are: ready, slow, never ready, crash-looping, and robbed of their port."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest


@pytest.fixture
def served(node: Callable[..., Any], make_service: Callable[..., Any], address: str) -> Callable[..., Any]:
    """`served(*arguments, within=…)`: a node with a started stand-in whose readiness is asked at `address`, port 7474, and its home."""

    def make(*arguments: str, within: float = 30, home: tuple[str, ...] = (), tcp: bool = False, more: str = "") -> tuple[Any, Any]:
        target = f'tcp = "{address}:7474"' if tcp else f'http = "http://{address}:7474/db?q=1"'
        box = make_service(tables=f"[ready]\n{target}\nevery = 0.05\nwithin = {within}\n{more}")
        for name in home:
            (box.home / name).touch()
        lines = f"autostart = False\nstdout_stream.filename = {box.home}/out.log"
        one = node(box.watcher(*arguments, lines=lines), address=address, node_file=box.node_file)
        assert one.call("start", name="box")["status"] == "ok"
        return one, box.home

    return make


def health_of(one: Any) -> dict[str, Any]:
    return one.call("health")["watchers"]["box"]


def test_a_ready_service_is_ready(served: Any, eventually: Any, address: str) -> None:
    before = time.time()
    one, _ = served("--serve", f"{address}:7474", home=("ready",))
    eventually(lambda: health_of(one)["ready"])
    told = health_of(one)
    assert before <= told.pop("since") <= time.time()
    assert before <= told["crashes"].pop("at") <= time.time()
    assert told == {
        "service": "box",
        "ready": True,
        "answer": "HTTP 200",
        "starting": False,
        "log": [],
        "restarts": 0,
        "lastExit": None,
        "crashes": {"recent": 0, "ages": [], "exit": None},
        "lastStop": None,
        "orphans": [],
        "configured": None,
        "edited": [],
        "error": None,
        "removing": None,
    }


def test_a_slow_service_is_starting_until_it_is_ready(served: Any, eventually: Any, address: str) -> None:
    one, home = served("--say", "one", "--say", "two", "--serve", f"{address}:7474")
    eventually(lambda: health_of(one)["answer"] == "HTTP 404")
    told = health_of(one)
    assert (told["ready"], told["starting"], told["log"]) == (False, True, ["one", "two"])
    (home / "ready").touch()
    eventually(lambda: health_of(one)["ready"])
    later = health_of(one)
    assert (later["starting"], later["log"], later["restarts"]) == (False, [], 0)
    assert later["since"] > told["since"]


def test_a_service_that_is_never_ready_is_starting_only_so_long(served: Any, eventually: Any, address: str) -> None:
    one, _ = served("--say", "1", "--say", "2", "--say", "3", "--say", "4", "--say", "5", "--say", "6", within=0.5)
    eventually(lambda: health_of(one)["answer"] == "connection refused" and not health_of(one)["starting"])
    told = health_of(one)
    assert (told["ready"], told["restarts"], told["lastExit"]) == (False, 0, None)
    assert told["log"] == ["2", "3", "4", "5", "6"]


def test_a_service_that_exits_at_once_tells_its_restarts_and_exit_code(served: Any, eventually: Any, address: str) -> None:
    before = time.time()
    one, _ = served("--say", "bad-value", "--exit", "3")
    eventually(lambda: health_of(one)["restarts"] >= 2)
    told = health_of(one)
    assert told["ready"] is False
    assert before < told["lastExit"].pop("at") <= time.time()
    assert told["lastExit"] == {"code": 3, "signal": None}
    assert told["log"][-1] == "bad-value"


def test_the_last_words_are_those_that_came_last_whether_on_standard_output_or_error(
    node: Any, make_service: Any, eventually: Any, address: str
) -> None:
    box = make_service(tables=f'[ready]\ntcp = "{address}:7474"')
    streams = f"stdout_stream.filename = {box.home}/out.log\nstderr_stream.filename = {box.home}/err.log\n"
    program = "bash -c 'echo begun; sleep 0.1; echo no such class >&2; exit 1'"
    one = node(f"[watcher:box]\ncmd = {program}\nautostart = False\n{streams}", address=address, node_file=box.node_file)
    one.call("start", name="box")
    eventually(lambda: health_of(one)["log"][-1:] == ["no such class"])


def test_a_killed_service_tells_the_signal_and_is_ready_again(served: Any, eventually: Any, address: str) -> None:
    one, _ = served("--serve", f"{address}:7474", home=("ready",))
    eventually(lambda: health_of(one)["ready"])
    (pid,) = one.processes("box")
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: health_of(one)["restarts"] == 1 and health_of(one)["ready"])
    last = health_of(one)["lastExit"]
    assert (last["code"], last["signal"]) == (None, "SIGKILL")
    assert one.processes("box") != [pid]


@pytest.mark.parametrize("deaf", [(), ("--deaf",)])
def test_a_service_that_says_that_it_never_will_be_ready_is_started_again(
    served: Any, eventually: Any, address: str, deaf: tuple[str, ...]
) -> None:
    one, home = served("--serve", f"{address}:7474", *deaf, more="failed = 404")
    (pid,) = one.processes("box")
    eventually(lambda: health_of(one)["restarts"] > 0)
    (home / "ready").touch()
    eventually(lambda: health_of(one)["ready"])
    assert health_of(one)["lastExit"]["signal"] == ("SIGKILL" if deaf else "SIGTERM")
    assert one.processes("box") != [pid]
    # Said once of each process; the last may have been looked at before it was ready, and be deaf.
    assert one.log.count("never be ready") - health_of(one)["restarts"] in (0, 1)


def test_a_port_of_another_process_is_not_ready(
    node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any, address: str
) -> None:
    thief = make_service("thief")
    (thief.home / "ready").touch()
    box = make_service("box", tables=f'[ready]\nhttp = "http://{address}:7474/"\nevery = 0.05')
    serve = ("--serve", f"{address}:7474")
    one = node(thief.watcher(*serve, lines="") + box.watcher(*serve), address=address, node_file=box.node_file)
    (holder,) = one.processes("thief")
    eventually(lambda: any(place.laddr.port == 7474 for place in psutil.Process(holder).net_connections()))
    one.call("start", name="box")
    eventually(lambda: health_of(one)["answer"] == f"port 7474 is held by process {holder}")
    assert health_of(one)["ready"] is False
    assert health_of(one)["restarts"] == 0


def test_a_port_held_by_a_child_of_the_service_is_its_own(served: Any, eventually: Any, address: str) -> None:
    one, _ = served("--child-serve", f"{address}:7474", home=("ready",))
    eventually(lambda: health_of(one)["ready"])


def test_a_tcp_check_is_ready_when_it_connects(served: Any, eventually: Any, address: str) -> None:
    one, _ = served("--serve", f"{address}:7474", tcp=True)
    eventually(lambda: health_of(one)["ready"])
    assert health_of(one)["answer"] == "connected"


def test_a_stopped_service_is_not_ready(served: Any, eventually: Any, address: str) -> None:
    one, _ = served("--serve", f"{address}:7474", home=("ready",))
    eventually(lambda: health_of(one)["ready"])
    one.call("stop", name="box")
    told = eventually(lambda: (now := health_of(one))["ready"] is False and now)
    assert (told["starting"], told["answer"], told["restarts"]) == (False, None, 0)
    assert told["lastExit"] is not None


def test_a_restart_begins_anew(served: Any, eventually: Any, address: str) -> None:
    one, home = served("--serve", f"{address}:7474", home=("ready",))
    eventually(lambda: health_of(one)["ready"])
    (home / "ready").unlink()
    before = time.time()
    one.call("restart", name="box")
    told = eventually(lambda: (now := health_of(one))["answer"] == "HTTP 404" and now)
    assert (told["ready"], told["starting"], told["restarts"]) == (False, True, 0)
    assert told["since"] > before


def test_a_watcher_without_a_check_is_neither_ready_nor_not(node: Callable[..., Any]) -> None:
    one = node("[watcher:plain]\ncmd = sleep 60\n")
    told = one.call("health")["watchers"]["plain"]
    assert (told["service"], told["ready"], told["starting"], told["answer"], told["log"]) == (None, None, False, None, [])
    assert told["since"] <= time.time()


def test_a_check_with_variables_waits_for_a_configure(
    node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any, address: str
) -> None:
    box = make_service("box", tables='[ready]\nhttp = "http://{{ address }}:7474/"\nevery = 0.05')
    (box.home / "ready").touch()
    one = node(box.watcher("--serve", f"{address}:7474"), address=address, node_file=box.node_file)
    one.call("start", name="box")
    eventually(lambda: health_of(one)["answer"] == "box was never configured here, which says where it is asked; configure it")
    members = [{"address": address, "identifier": 4}]
    reply = one.call("configure", watcher="box", address=address, cluster="lab", members=members, force=True)
    assert reply["status"] == "ok", reply
    eventually(lambda: health_of(one)["ready"])
    told = health_of(one)["configured"]
    assert told.pop("at") <= time.time()
    assert told == {"address": address, "cluster": "lab", "identifier": 4, "members": members}
    assert one.call("node-info")["services"][0]["identifier"] == 4
