"""A watcher that is given another service, or its service another home: what was said of it before is not about it any more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from node_process import NodeProcess
from stand_in_service import StandInService

NETWORK = "127.0.90"

Make = Callable[..., Any]
FILES = '[files]\n"main.conf" = "conf/main.conf"'


def described(make: Make, name: str, tables: str = FILES) -> StandInService:
    """A service with one file, which is called the same whatever the service."""
    one = make(name, 'data = ["data"]', tables)
    templates = one.home.parent.parent / "services" / name / "templates"
    templates.mkdir()
    (templates / "main.conf").write_text(f"{name} at {{{{ address }}}}\n")
    return one


def ini(service: StandInService, *arguments: str) -> str:
    """The watcher `box`, which is this service; it is slow to stop."""
    section = service.watcher(*arguments, lines=f"service = {service.name}\nautostart = False\n")
    return section.replace(f"[watcher:{service.name}]", "[watcher:box]").replace("graceful_timeout = 1", "graceful_timeout = 3")


def configure(one: NodeProcess, **more: Any) -> dict[str, Any]:
    members = [{"address": one.address, "identifier": 4}]
    return one.call("configure", watcher="box", address=one.address, cluster="lab", members=members, **more)


def health(one: NodeProcess) -> dict[str, Any]:
    return one.call("health")["watchers"]["box"]


def identifier(one: NodeProcess) -> int | None:
    (told,) = one.call("node-info")["services"]
    return told["identifier"]


def name_anew(one: NodeProcess, before: str, after: str) -> None:
    one.ini.write_text(one.ini.read_text().replace(before, after))


def test_a_watcher_that_is_another_service_is_not_configured_yet(node: Make, make_service: Make) -> None:
    red, blue = described(make_service, "red"), described(make_service, "blue")
    one = node(ini(red), node_file=red.node_file)
    configure(one)
    assert (health(one)["configured"]["identifier"], identifier(one)) == (4, 4)
    name_anew(one, ini(red), ini(blue))
    assert one.call("reloadconfig")["status"] == "ok"
    assert (health(one)["service"], health(one)["configured"], health(one)["edited"], identifier(one)) == ("blue", None, [], None)
    # Under any number: it is nobody yet, though there is data under another one.
    (blue.home / "data").mkdir()
    (blue.home / "data" / "graph").write_text("x")
    assert configure(one, dryRun=True)["status"] == "ok"
    name_anew(one, ini(blue), ini(red))
    one.call("reloadconfig")
    assert health(one)["configured"]["identifier"] == 4


def test_an_undo_brings_back_no_files_of_another_service(node: Make, make_service: Make) -> None:
    red, blue = described(make_service, "red"), described(make_service, "blue")
    one = node(ini(red), node_file=red.node_file)
    configure(one)
    name_anew(one, ini(red), ini(blue))
    one.call("reloadconfig")
    (blue.home / "conf").mkdir()
    file = blue.home / "conf" / "main.conf"
    file.write_text("by hand")
    refused = one.call("configure", watcher="box", undo=True)
    assert refused["reason"] == (
        f"there is nothing to undo: box was configured as red in {red.home}, and is blue in {blue.home} now; configure it"
    )
    assert file.read_text() == "by hand"
    configure(one)
    assert one.call("configure", watcher="box", undo=True)["status"] == "ok"
    assert file.read_text() == "by hand"
    assert (red.home / "conf" / "main.conf").read_text() == f"red at {one.address}\n"


def test_neither_is_it_in_a_home_of_its_own_that_is_new(node: Make, make_service: Make, tmp_path: Path) -> None:
    red = described(make_service, "red")
    one = node(ini(red), node_file=red.node_file)
    configure(one)
    other = tmp_path / "other"
    other.mkdir()
    description = red.home.parent.parent / "services" / "red" / "service.toml"
    description.write_text(description.read_text().replace(str(red.home), str(other)))
    assert one.call("reloadconfig")["status"] == "ok"
    assert (health(one)["configured"], identifier(one)) == (None, None)
    refused = one.call("configure", watcher="box", undo=True)["reason"]
    assert refused.startswith(f"there is nothing to undo: box was configured as red in {red.home}, and is red in {other} now")
    assert not (other / "conf").exists()


@pytest.mark.parametrize("template", ["{{ address }}", "ADDRESS"])
def test_while_the_old_one_runs_it_is_neither_configured_nor_ready(
    node: Make, make_service: Make, address: str, eventually: Make, template: str
) -> None:
    port = 9301
    ready = f'[ready]\nhttp = "http://{template.replace("ADDRESS", address)}:{port}/"\nevery = 0.1'
    red, blue = (described(make_service, name, f"{FILES}\n{ready}") for name in ("red", "blue"))
    (red.home / "ready").touch()
    program = ("--serve", f"{address}:{port}")
    one = node(ini(red, *program, "--deaf"), address=address, node_file=red.node_file)
    configure(one)
    one.call("start", name="box")
    eventually(lambda: health(one)["ready"])
    name_anew(one, ini(red, *program, "--deaf"), ini(blue, *program))
    one.call("reloadconfig", waiting=False)
    eventually(lambda: health(one)["service"] == "blue")
    told = health(one)
    assert one.send({"command": "list", "properties": {"name": "box"}})["pids"]
    assert (told["ready"], told["configured"]) == (False, None)
    assert told["answer"] == f"it still runs as red in {red.home}; restart box"
    eventually(lambda: not one.processes("box"))


def test_processes_that_run_on_while_their_service_gets_another_home_are_not_ready_in_it(
    node: Make, make_service: Make, tmp_path: Path, address: str, eventually: Make
) -> None:
    port = 9302
    red = described(make_service, "red", f'[ready]\nhttp = "http://{address}:{port}/"\nevery = 0.1')
    (red.home / "ready").touch()
    one = node(ini(red, "--serve", f"{address}:{port}"), address=address, node_file=red.node_file)
    one.call("start", name="box")
    eventually(lambda: health(one)["ready"])
    other = tmp_path / "other"
    other.mkdir()
    description = red.home.parent.parent / "services" / "red" / "service.toml"
    description.write_text(description.read_text().replace(str(red.home), str(other)))
    assert one.call("reloadconfig")["status"] == "ok"
    assert one.processes("box")
    eventually(lambda: health(one)["ready"] is False)
    assert health(one)["answer"] == f"it still runs as red in {red.home}; restart box"
    one.call("restart", name="box")
    eventually(lambda: health(one)["ready"])
