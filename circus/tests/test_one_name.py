"""Two watchers whose names circus takes for one: neither is taken for the other by the node's own commands."""

from collections.abc import Callable
from typing import Any

Start = Callable[..., Any]


def test_neither_is_configured_reset_or_adopted_in_the_others_place(node: Start, make_service: Start) -> None:
    box = make_service(service='data = ["data"]')
    (box.home / "data").mkdir()
    (box.home / "data" / "graph").write_text("dear")
    one = node(f"{box.watcher(lines='autostart = False')}[watcher:Box]\ncmd = sleep 3600\nautostart = False\n", node_file=box.node_file)
    members = [{"address": "127.0.0.1", "identifier": 1}]
    calls: dict[str, dict[str, Any]] = {
        "reset": {"data": True},
        "adopt": {"kill": True},
        "configure": {"address": "127.0.0.1", "cluster": "c", "members": members, "variables": {}},
    }
    for name in ("Box", "box", "BOX"):
        for command, properties in calls.items():
            answer = one.call(command, watcher=name, **properties)
            assert answer["status"] == "error", (command, name)
            assert answer["reason"].startswith("circus takes Box and box for one name; give one of them another in ")
    assert (box.home / "data" / "graph").read_text() == "dear"
    assert "circus takes Box and box for one name, and its commands reach only one of them" in one.log


def test_what_is_told_of_one_is_not_told_of_the_other(node: Start, make_service: Start, eventually: Start) -> None:
    box = make_service()
    one = node(f"{box.watcher(lines='autostart = False')}[watcher:Box]\ncmd = bash -c 'exit 3'\n", node_file=box.node_file)
    eventually(lambda: (one.call("health")["watchers"]["Box"]["lastExit"] or {}).get("code") == 3)
    told = one.call("health")["watchers"]
    assert (told["box"]["lastExit"], told["box"]["restarts"]) == (None, 0)
    assert (told["box"]["service"], told["Box"]["service"]) == ("box", None)
