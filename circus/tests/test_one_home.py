"""Never two programs on one home, whatever the watchers are called that start them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

Start = Callable[..., Any]
LINES = "autostart = False\nservice = box"


def orphans_of(one: Any, watcher: str) -> list[int]:
    return [orphan["pid"] for orphan in one.call("health")["watchers"][watcher]["orphans"]]


@pytest.fixture
def renamed(node: Start, make_service: Start) -> Callable[[str], tuple[Any, int]]:
    """`renamed(name)`: a node whose circusd was killed, and whose watcher box has that name since; and the process that outlived it."""

    def make(name: str) -> tuple[Any, int]:
        box = make_service(service='data = ["data"]')
        (box.home / "data").mkdir()
        one = node(box.watcher(lines=LINES), node_file=box.node_file)
        one.call("start", name="box")
        (pid,) = one.processes("box")
        one.kill()
        one.ini.write_text(one.ini.read_text().replace("[watcher:box]", f"[watcher:{name}]"))
        one.start()
        return one, pid

    return make


@pytest.mark.parametrize("name", ["graph", "Box"])
def test_a_renamed_watcher_has_the_orphans_of_its_home(renamed: Callable[..., Any], name: str) -> None:
    one, pid = renamed(name)
    refused = f"orphan {pid} still runs; end it by adopt --kill {name}"
    assert one.call("start", name=name)["reason"] == refused
    assert one.call("reset", watcher=name)["reason"] == refused
    assert orphans_of(one, name) == [pid]
    assert "no watcher any more" not in one.log
    assert one.call("adopt", watcher=name, kill=True)["ended"] == [pid]
    assert one.call("start", name=name)["status"] == "ok"


def test_a_home_is_known_by_a_link_to_it_too(node: Start, make_service: Start) -> None:
    box = make_service()
    real = box.home.rename(box.home.with_name("real"))
    box.home.symlink_to(real)
    one = node(box.watcher(lines=LINES), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    one.kill()
    (one.folder / "node.toml").write_text(f'{box.node_file}[service.box]\nhome = "{real}"\n')
    one.ini.write_text(one.ini.read_text().replace("[watcher:box]", "[watcher:other]"))
    one.start()
    assert orphans_of(one, "other") == [pid]


def test_an_orphan_of_a_watcher_that_is_no_more_is_told_of_at_the_start(node: Start, make_service: Start) -> None:
    box, two = make_service(), make_service("two")
    one = node(box.watcher() + two.watcher(), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    one.kill()
    one.ini.write_text(one.ini.read_text().replace(box.watcher(), ""))
    one.start()
    assert f"Orphan {pid} of box, which is no watcher any more, still runs; adopt --kill box ends it" in one.log
    assert list(one.call("health")["watchers"]) == ["two"]
    assert one.call("start", name="two")["status"] == "ok"


def test_two_watchers_of_one_home_do_not_run_at_once(node: Start, make_service: Start) -> None:
    box = make_service(service='data = ["data"]')
    (box.home / "data").mkdir()
    watcher = box.watcher(lines=LINES)
    one = node(watcher + watcher.replace("[watcher:box]", "[watcher:two]"), node_file=box.node_file)
    assert one.call("start", name="box")["status"] == "ok"
    (pid,) = one.processes("box")
    refused = f"process {pid} of box runs on the same home, {box.home}; stop box, and give each a service of its own"
    assert one.call("start", name="two")["reason"] == refused
    assert one.call("reset", watcher="two")["reason"] == refused
    assert one.call("start")["status"] == "ok"  # all watchers: those that may
    assert one.processes("two") == []
    one.call("stop", name="box")
    assert one.call("start", name="two")["status"] == "ok"
    assert one.processes("box") == []


def test_what_a_removed_watcher_left_running_is_an_orphan(node: Start, make_service: Start) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    assert one.call("rm", name="box", nostop=True)["status"] == "ok"
    assert one.call("reloadconfig")["status"] == "ok"
    assert one.call("start", name="box")["reason"] == f"orphan {pid} still runs; end it by adopt --kill box"
    assert orphans_of(one, "box") == [pid]
    assert one.call("adopt", watcher="box", kill=True)["ended"] == [pid]
    assert one.call("start", name="box")["status"] == "ok"


# circus gives a process up when this does not return True: it tells it to end, and looks no more whether it does.
HOOK = """
import pathlib, time

def give_up(watcher, **_):
    deadline = time.monotonic() + 20
    while not pathlib.Path(watcher.working_dir, "deaf").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return pathlib.Path(watcher.working_dir, "keep").exists()
"""


def test_a_process_that_circus_gave_up_keeps_others_off_its_home(node: Start, make_service: Start, tmp_path: Path) -> None:
    box = make_service()
    (tmp_path / "giving_up_hook.py").write_text(HOOK)
    command = "bash -c 'trap : TERM; touch deaf; while :; do sleep 0.1; done'"
    lines = "autostart = False\nhooks.after_spawn = giving_up_hook.give_up"
    watcher = f"[watcher:box]\ncmd = {command}\nworking_dir = {box.home}\ngraceful_timeout = 0.1\n{lines}\n"
    one = node(watcher, node_file=box.node_file, environment={"PYTHONPATH": str(tmp_path)})
    one.call("start", name="box")
    assert one.processes("box") == []
    reply = one.call("start", name="box")
    (left,) = [int(word) for word in reply["reason"].replace(",", "").split() if word.isdigit()][:1]
    expected = f"process {left}, which circusd started for box and manages no more, still runs on {box.home}; end it by kill {left}"
    assert reply["reason"] == expected
    process = psutil.Process(left)
    process.kill()
    process.wait(20)  # circusd reaps it
    (box.home / "keep").touch()
    assert one.call("start", name="box")["status"] == "ok"
    assert len(one.processes("box")) == 1
