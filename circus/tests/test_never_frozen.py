"""That no command makes circusd's loop wait for a process that lives, as circus itself does: a node answers whatever it is told."""

import os
import signal
from collections.abc import Callable
from typing import Any

from node_process import NodeProcess

NETWORK = "127.0.89"

PAIR = "[watcher:pair]\ncmd = sleep 120\nnumprocesses = 2\nrespawn = False\ngraceful_timeout = 1\n"
DEAF = "trap '' TERM; while :; do sleep 0.1; done"


def half_of(node: NodeProcess, eventually: Callable[..., Any], watcher: str = "pair") -> tuple[int, int]:
    """Kills one of two processes: the pid of the one that is left, and of the one that went."""
    gone, left = eventually(lambda: len(pids := node.processes(watcher)) == 2 and sorted(pids))
    os.kill(gone, signal.SIGKILL)
    eventually(lambda: node.send({"command": "numprocesses", "properties": {"name": watcher}})["numprocesses"] == 1)
    return left, gone


def test_a_start_of_half_a_watcher_that_does_not_respawn_starts_the_other_half(
    node: Callable[..., NodeProcess], eventually: Callable[..., Any]
) -> None:
    one = node(PAIR)
    left, _gone = half_of(one, eventually)
    info = one.call("start", name="pair", match="simple")["info"]
    assert info["kept"] == [left]
    assert len(info["started"]) == 1
    assert sorted(one.processes("pair")) == sorted([left, *info["started"]])


def test_a_start_of_all_watchers_and_one_by_pattern_do_so_too(node: Callable[..., NodeProcess], eventually: Callable[..., Any]) -> None:
    one = node(PAIR)
    half_of(one, eventually)
    one.call("start", name="pa*")
    half_of(one, eventually)
    one.call("start")
    assert len(one.processes("pair")) == 2


def test_it_can_be_restarted_stopped_and_ended_in_that_shape(node: Callable[..., NodeProcess], eventually: Callable[..., Any]) -> None:
    one = node(PAIR)
    left, _gone = half_of(one, eventually)
    info = one.call("restart", name="pair", match="simple")["info"]
    assert len(info["started"]) == 2 and left not in one.processes("pair")
    half_of(one, eventually)
    for sequential in (True, False):
        assert one.call("reload", name="pair", sequential=sequential)["status"] == "ok"
    assert one.call("incr", name="pair")["numprocesses"] == 3
    one.call("stop", name="pair", match="simple")
    assert one.processes("pair") == []
    one.call("start", name="pair", match="simple")
    one.circusd.send_signal(signal.SIGTERM)
    assert one.circusd.wait(10) == 0


def test_a_stop_of_what_a_kill_is_ending_waits_for_it_and_answers_others_meanwhile(
    node: Callable[..., NodeProcess], eventually: Callable[..., Any]
) -> None:
    one = node(f'[watcher:deaf]\ncmd = bash -c "{DEAF}"\ngraceful_timeout = 1\n')
    (pid,) = eventually(lambda: one.processes("deaf"))
    eventually(lambda: _ignores_term(pid))
    one.call("kill", name="deaf", waiting=False)
    one.call("stop", name="deaf", match="simple", waiting=False)
    assert one.send({"command": "status", "properties": {"name": "deaf"}}, seconds=0.8)["status"] == "stopping"
    eventually(lambda: one.send({"command": "status", "properties": {"name": "deaf"}})["status"] == "stopped")
    assert one.processes("deaf") == []


def _ignores_term(pid: int) -> bool:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        ignored = next(int(line.split()[1], 16) for line in status if line.startswith("SigIgn"))
    return bool(ignored & 1 << (signal.SIGTERM - 1))
