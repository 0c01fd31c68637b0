"""What a node tells of itself."""

import hashlib
import os
import re
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import circus
import psutil
import pytest

from circusman_node import __version__, node_info
from circusman_node.service import load_service
from circusman_node.state_folder import StateFolder

PACKAGE = Path(__file__).parent.parent


def test_it_tells_versions_machine_and_resources(node: Callable[..., Any]) -> None:
    before = time.time()
    one = node(node_file='address = "127.0.83.1"')
    info = one.call("node-info")
    assert (info["status"], info["package"], info["api"], info["circus"]) == ("ok", "0.1.0", 1, circus.__version__)
    assert info["machine"] == node_info.machine(StateFolder(one.state))
    assert before <= info["started"] <= info["clock"] <= time.time()
    assert (info["address"], info["endpoint"]) == ("127.0.83.1", one.endpoint)
    assert (len(info["load"]), info["cores"]) == (3, os.cpu_count())
    assert info["memory"]["total"] == psutil.virtual_memory().total
    assert 0 < info["memory"]["available"] <= info["memory"]["total"]
    assert info["services"] == []


def test_it_tells_each_watchers_service(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service("box", "all = false\nstart_together = true\nreset_together = true", '[ready]\ntcp = "127.0.83.1:9"\nwithin = 7')
    one = node(box.watcher() + "[watcher:plain]\ncmd = sleep 60\nautostart = False\n", node_file=box.node_file)
    (told,) = one.call("node-info")["services"]
    disk = told.pop("disk")
    assert told == {
        "watcher": "box",
        "service": "box",
        "description": "A test's",
        "home": str(box.home),
        "all": False,
        "startTogether": True,
        "resetTogether": True,
        "needsConfigure": False,
        "ready": True,
        "within": 7,
        "identifier": None,
        "error": None,
    }
    assert 0 < disk["free"] <= disk["total"]


def test_a_service_without_its_home_says_what_to_do(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(lines="autostart = False\nworking_dir = /"), node_file=box.node_file)
    box.home.rmdir()
    (told,) = one.call("node-info")["services"]
    assert told["disk"] is None
    remedy = "make it, or set another `home` in node.toml"
    assert told["error"] == f"the home {box.home} of box cannot be used (No such file or directory); {remedy}"


def test_the_machine_is_told_by_a_digest_of_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = tmp_path / "machine-id"
    identity.write_text("0123\n")
    monkeypatch.setattr(node_info, "_MACHINE_ID", identity)
    assert node_info.machine(StateFolder(tmp_path / "state")) == hashlib.sha256(b"circusman0123").hexdigest()[:16]


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_machine_without_an_id_keeps_one_that_the_node_makes(content: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = tmp_path / "machine-id"
    if content is not None:
        identity.write_text(content)
    monkeypatch.setattr(node_info, "_MACHINE_ID", identity)
    first = node_info.machine(StateFolder(tmp_path / "state"))
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert node_info.machine(StateFolder(tmp_path / "state")) == first
    other = StateFolder(tmp_path / "other")
    assert node_info.machine(other) != first
    (other.path / "machine-id.json").write_text("{")
    assert node_info.machine(other) is None


def test_the_package_has_one_version() -> None:
    assert tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]["version"] == __version__


@pytest.mark.parametrize(
    ("tables", "needs"),
    [
        ('[files]\n"box.conf" = "box.conf"', True),
        ('[ready]\nhttp = "http://{{ address }}:9/"', True),
        ('[ready]\nhttp = "http://127.0.0.1:9/"', False),
        ("", False),
    ],
)
def test_it_tells_whether_a_service_works_only_once_it_is_configured(make_service: Callable[..., Any], tables: str, needs: bool) -> None:
    box = make_service("box", tables=tables)
    folder = box.home.parent.parent / "services" / "box"
    (folder / "templates").mkdir()
    (folder / "templates" / "box.conf").write_text("a={{ address }}")
    assert load_service(folder).needs_configure is needs
