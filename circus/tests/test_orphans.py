"""After kill -9 of circusd its processes live on, and no second program comes upon their data."""

from collections.abc import Callable
from typing import Any

import psutil
import pytest

REFUSED = "orphan {} still runs; end it by adopt --kill box"


@pytest.fixture
def orphaned(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Callable[..., Any]) -> Callable[..., Any]:
    """`orphaned(*arguments, lines=…)`: a node whose circusd was killed and started again, and the pid of the stand-in that outlived it."""

    def make(*arguments: str, lines: str = "autostart = True") -> tuple[Any, int]:
        box = make_service(service='data = ["data"]')
        (box.home / "data").mkdir()
        one = node(box.watcher(*arguments, lines=lines), node_file=box.node_file)
        if "autostart = False" in lines:
            assert one.call("start", name="box")["status"] == "ok"
        (pid,) = eventually(lambda: one.processes("box"))
        if "--child" in arguments:
            eventually(lambda: psutil.Process(pid).children())
        one.kill()
        one.start()
        return one, pid

    return make


def test_a_start_is_refused_with_the_orphans_pid(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned(lines="autostart = False")
    for command in ("start", "restart", "reload", "incr"):
        for waiting in (True, False):
            reply = one.call(command, name="box", waiting=waiting)
            assert (reply["status"], reply["errno"], reply["reason"]) == ("error", 3, REFUSED.format(pid))
    for name in ("BOX", "b*"):
        assert one.call("start", name=name)["reason"] == REFUSED.format(pid)
    assert one.processes("box") == []
    assert psutil.pid_exists(pid)


def test_autostart_is_refused_and_says_so_in_the_log(orphaned: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one, pid = orphaned(lines="autostart = True")
    eventually(lambda: f"box is not started: {REFUSED.format(pid)}" in one.log)
    assert one.call("status", name="box", waiting=False)["status"] == "stopped"
    assert one.call("start")["status"] == "ok"  # all watchers: those that may
    assert one.processes("box") == []


def test_nothing_else_starts_it_either(orphaned: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one, _ = orphaned()
    assert one.call("set", name="box", options={"numprocesses": 2})["status"] == "ok"
    one.ini.write_text(one.ini.read_text().replace("graceful_timeout = 1", "graceful_timeout = 2"))
    assert one.call("reloadconfig")["status"] == "ok"
    eventually(lambda: one.call("options", name="box", waiting=False)["options"]["graceful_timeout"] == 2)
    assert one.processes("box") == []
    assert one.call("health")["watchers"]["box"]["orphans"]


def test_health_tells_the_orphan(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned()
    orphan = psutil.Process(pid)
    told = {"pid": pid, "started": orphan.create_time(), "name": orphan.name()}
    assert one.call("health")["watchers"]["box"]["orphans"] == [told]


def test_adopt_ends_it_and_what_is_below_it_and_then_a_start_works(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned("--child")
    (child,) = psutil.Process(pid).children()
    assert one.call("adopt", watcher="Box", kill=True)["ended"] == sorted([pid, child.pid])
    assert not _lives(pid)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert one.call("adopt", watcher="box", kill=True)["ended"] == []
    assert one.call("start", name="box")["status"] == "ok"
    (new,) = one.processes("box")
    assert new != pid


def test_adopt_kills_what_does_not_heed_sigterm(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned("--deaf")
    assert one.call("adopt", watcher="box", kill=True)["ended"] == [pid]
    assert not _lives(pid)


def test_an_orphan_whose_watcher_is_no_more_in_the_ini_is_ended_too(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:gone]\ncmd = sleep 60\n")
    (pid,) = eventually(lambda: one.processes("gone"))
    one.kill()
    one.ini.write_text(one.ini.read_text().split("[watcher:")[0])
    one.start()
    assert one.call("adopt", watcher="gone", kill=True)["ended"] == [pid]
    assert not _lives(pid)


# Deaf, and begins another process each time that it is told to end.
FERTILE = "bash -c 'trap \"sleep 60 & touch late\" TERM; touch ready; while :; do sleep 0.05; done'"


def test_adopt_ends_what_an_orphan_starts_when_it_is_told_to_end(
    node: Callable[..., Any], make_service: Callable[..., Any], eventually: Callable[..., Any]
) -> None:
    box = make_service()
    lines = f"working_dir = {box.home}\nautostart = False\ngraceful_timeout = 1\n"
    one = node(f"[watcher:box]\ncmd = {FERTILE}\n{lines}", node_file=box.node_file)
    one.call("start", name="box")
    eventually((box.home / "ready").exists)
    one.kill()
    one.start()
    ended = one.call("adopt", watcher="box", kill=True)["ended"]
    assert (box.home / "late").exists()
    assert len(ended) == len(set(ended))
    left = [process.pid for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(box.home) and _lives(process.pid)]
    assert left == []


def test_what_adopt_changed_is_told_at_once(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned()
    assert [orphan["pid"] for orphan in one.call("health")["watchers"]["box"]["orphans"]] == [pid]
    assert one.call("adopt", watcher="box", kill=True)["ended"] == [pid]
    assert one.call("health")["watchers"]["box"]["orphans"] == []


def test_the_statistics_of_a_killed_circusd_are_ended_at_the_next_start(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node(has_statistics=True)
    (pid,) = eventually(lambda: one.processes("circusd-stats"))
    old = psutil.Process(pid)
    eventually(lambda: any(place.laddr.port == 5557 for place in old.net_connections()))
    one.kill()
    assert _lives(pid)
    one.start()
    assert not old.is_running() or old.status() == psutil.STATUS_ZOMBIE
    (new,) = eventually(lambda: one.processes("circusd-stats"))
    assert new != pid
    eventually(lambda: any(place.laddr.port == 5557 for place in psutil.Process(new).net_connections()))
    assert one.call("health")["watchers"]["circusd-stats"]["orphans"] == []


def test_adopt_without_kill_ends_nothing(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned()
    assert one.call("adopt", watcher="box", kill=False)["status"] == "error"
    assert psutil.pid_exists(pid)


def test_a_reset_is_refused_with_the_orphans_pid(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned()
    assert one.call("reset", watcher="box")["reason"] == REFUSED.format(pid)


def test_an_orphan_that_ends_by_itself_is_none_any_more(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned()
    process = psutil.Process(pid)
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert one.call("start", name="box")["status"] == "ok"
    assert len(one.processes("box")) == 1


def test_an_orphan_is_known_to_the_circusd_after_the_next_too(orphaned: Callable[..., Any]) -> None:
    one, pid = orphaned()
    one.kill()
    one.start()
    assert one.call("start", name="box")["reason"] == REFUSED.format(pid)


def test_a_watcher_without_a_service_starts_as_in_any_circusd(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:plain]\ncmd = sleep 60\n")
    (old,) = eventually(lambda: one.processes("plain"))
    one.kill()
    one.start()
    (new,) = eventually(lambda: one.processes("plain"))
    assert new != old
    assert [orphan["pid"] for orphan in one.call("health")["watchers"]["plain"]["orphans"]] == [old]


def _lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
