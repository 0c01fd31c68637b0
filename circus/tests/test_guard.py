"""What is started, and what the guard refuses, by stock circus's own means."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from circusman_node.guard import start_refusal
from circusman_node.node import Node
from circusman_node.node_file import NodeFile
from circusman_node.state_folder import StateFolder

BROKEN = "install-box.json is not JSON any more; restore it or remove it"


def circusctl(one: Any, *arguments: str) -> str:
    """What stock circusctl prints."""
    program = [sys.executable, "-m", "circus.circusctl", "--endpoint", one.endpoint, *arguments]
    return subprocess.run(program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30, check=False).stdout.strip()


def test_stock_circusctl_works_with_the_node(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    assert circusctl(one, "status", "box") == "stopped"
    assert circusctl(one, "start", "box", "--waiting") == "ok"
    assert circusctl(one, "status") == "box: active"
    assert circusctl(one, "list", "box") == str(one.processes("box")[0])
    assert circusctl(one, "incr", "box", "--waiting") == "2"
    assert circusctl(one, "reload", "box", "--waiting") == "ok"
    assert circusctl(one, "restart", "box", "--waiting") == "ok"
    assert len(one.processes("box")) == 2
    assert circusctl(one, "stop", "box", "--waiting") == "ok"
    assert circusctl(one, "status", "box") == "stopped"


# Makes a folder as long as it runs, and says so when another one has made it already.
ALONE = "bash -c 'mkdir here || touch twice; trap \"rmdir here; exit\" TERM; touch started; while :; do sleep 0.05; done'"


def test_a_service_is_never_beside_itself_also_not_while_it_is_reloaded(
    node: Callable[..., Any], make_service: Callable[..., Any], eventually: Callable[..., Any]
) -> None:
    box = make_service()
    watcher = f"[watcher:box]\ncmd = {ALONE}\nworking_dir = {box.home}\nsingleton = True\nautostart = False\n"
    one = node(watcher, node_file=box.node_file)
    assert one.call("start", name="box")["status"] == "ok"
    for command, properties in (("reload", {}), ("set", {"options": {"env": {"A": "b"}}})):
        eventually(lambda: (box.home / "started").exists())
        (before,) = one.processes("box")
        (box.home / "started").unlink()
        assert one.call(command, name="box", **properties)["status"] == "ok"
        eventually(lambda before=before: one.processes("box") not in ([], [before]))
    eventually(lambda: (box.home / "started").exists())
    assert not (box.home / "twice").exists()


def test_stock_circusctl_prints_a_refusal(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    (one.state / "install-box.json").write_text("{")
    assert circusctl(one, "start", "box") == f"error: {one.state}/{BROKEN}"
    assert circusctl(one, "start", "nobody") == "error: program nobody not found"


def test_circus_still_refuses_what_it_refuses(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    (one.state / "install-box.json").write_text("{")
    assert one.call("start", name="box", match="nonsense")["reason"] == "unknown match method nonsense"
    assert one.call("incr")["reason"] == "message invalid 'name' is missing"
    assert one.call("start", name="(", match="regex")["status"] == "error"
    assert one.call("start", name="^bo", match="regex")["reason"] == f"{one.state}/{BROKEN}"


def test_a_start_is_refused_while_an_install_cannot_be_ended(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    (one.state / "install-box.json").write_text("{")
    for command in ("start", "restart"):
        reply = one.call(command, name="box")
        assert (reply["errno"], reply["reason"]) == (3, f"{one.state}/{BROKEN}")
    assert one.processes("box") == []
    (one.state / "install-box.json").unlink()
    assert one.call("start", name="box")["status"] == "ok"
    assert len(one.processes("box")) == 1


def test_a_refused_restart_stops_nothing(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    one.call("start", name="box")
    before = one.processes("box")
    (one.state / "install-box.json").write_text("{")
    assert one.call("restart", name="box")["status"] == "error"
    assert one.processes("box") == before


def test_a_respawn_is_refused_and_made_up_for(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any) -> None:
    box = make_service()
    one = node(box.watcher(lines="autostart = False\nnumprocesses = 2"), node_file=box.node_file)
    one.call("start", name="box")
    ended, other = one.processes("box")
    (one.state / "install-box.json").write_text("{")
    os.kill(ended, signal.SIGKILL)
    eventually(lambda: f"box is not started: {one.state}/{BROKEN}" in one.log)
    assert one.processes("box") == [other]
    (one.state / "install-box.json").unlink()
    eventually(lambda: len(one.processes("box")) == 2)
    assert one.log.count("box is not started") == 1


def test_autostart_is_refused_and_the_others_start(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any) -> None:
    box = make_service()
    one = node(box.watcher(lines="") + "[watcher:plain]\ncmd = sleep 60\n", node_file=box.node_file)
    eventually(lambda: one.processes("box") and one.processes("plain"))
    one.kill()
    (one.state / "install-box.json").write_text("{")
    one.start()
    eventually(lambda: one.processes("plain"))
    assert one.call("status", name="box", waiting=False)["status"] == "stopped"


def test_a_start_during_a_reset_or_configure_is_refused(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "state")
    homes = {"box": tmp_path / "box", "again": tmp_path / "box", "other": tmp_path / "other"}
    services: Any = {name: SimpleNamespace(home=home) for name, home in homes.items()}
    one = Node(None, tmp_path / "circus.ini", NodeFile(), state, services, 0.0)
    one.claim("box", "reset")
    assert start_refusal(one, "box") == "a reset of box is under way; start it when that is done"
    assert start_refusal(one, "plain") is None
    assert start_refusal(one, "again") == "a reset of again is under way; start it when that is done"
    assert start_refusal(one, "other") is None
    one.release("box")
    assert start_refusal(one, "box") is None
