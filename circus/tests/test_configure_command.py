"""The command `configure`, through a real circusd."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zmq
from node_process import NodeProcess

from circusman_node.configure.install import install
from circusman_node.configure.plan import plan
from circusman_node.confined import open_home
from circusman_node.state_folder import StateFolder

NETWORK = "127.0.82"

SERVICE_TOML = """
[service]
home = "{home}"

[files]
"main.conf" = "conf/main.conf"

[variables]
port = 7474
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def circusman_node(tmp_path: Path, home: Path, node: Callable[..., NodeProcess]) -> NodeProcess:
    """A node with the watcher Neo4j, of the service `database`."""
    folder = tmp_path / "services" / "database"
    (folder / "templates").mkdir(parents=True)
    (folder / "service.toml").write_text(SERVICE_TOML.format(home=home))
    (folder / "templates" / "main.conf").write_text("address={{ address }}\nport={{ port }}\n")
    watcher = "[watcher:Neo4j]\ncmd = sleep 600\nservice = database\nautostart = False\n"
    return node(watcher, node_file=f'services = ["{tmp_path / "services"}"]\n')


def request(node: NodeProcess, **properties: Any) -> dict[str, Any]:
    members = [{"address": node.address, "identifier": 4}]
    return {"watcher": "neo4j", "address": node.address, "cluster": "lab", "members": members, **properties}


def test_a_dry_run_then_applied_then_unchanged_then_undone(circusman_node: NodeProcess, home: Path) -> None:
    file = home / "conf" / "main.conf"
    diff = f"--- conf/main.conf\n+++ conf/main.conf\n@@ -0,0 +1,2 @@\n+address={circusman_node.address}\n+port=80\n"

    shown = circusman_node.call("configure", **request(circusman_node, variables={"port": 80}, dryRun=True))
    assert shown["files"] == [{"file": "conf/main.conf", "state": "new", "diff": diff}]
    assert (shown["status"], shown["identifier"], shown["applied"], shown["takesEffect"]) == ("ok", 4, False, "now")
    assert not file.exists()

    applied = circusman_node.call("configure", **request(circusman_node, variables={"port": 80}))
    assert (applied["files"], applied["applied"]) == (shown["files"], True)
    assert file.read_text() == f"address={circusman_node.address}\nport=80\n"

    unchanged = circusman_node.call("configure", **request(circusman_node, variables={"port": 80}))
    assert unchanged["files"] == [{"file": "conf/main.conf", "state": "unchanged", "diff": ""}]

    undone = circusman_node.call("configure", watcher="neo4j", undo=True)
    assert [one["state"] for one in undone["files"]] == ["removed"]
    assert not file.exists()


def test_health_tells_at_once_what_was_configured_although_it_answers_from_memory_for_a_while(circusman_node: NodeProcess) -> None:
    assert circusman_node.call("health")["watchers"]["Neo4j"]["configured"] is None
    circusman_node.call("configure", **request(circusman_node))
    assert circusman_node.call("health")["watchers"]["Neo4j"]["configured"]["identifier"] == 4


def test_a_running_watcher_is_configured_only_by_force(circusman_node: NodeProcess, home: Path, eventually: Callable[..., Any]) -> None:
    circusman_node.call("start", name="neo4j")
    [pid] = eventually(lambda: circusman_node.processes("neo4j"))
    refused = circusman_node.call("configure", **request(circusman_node))
    said = f"Neo4j runs (process {pid}); stop it first, or force it: then it takes effect at its restart"
    assert (refused["status"], refused["reason"], refused["errno"]) == ("error", said, 3)
    assert list(home.iterdir()) == []
    forced = circusman_node.call("configure", **request(circusman_node, force=True))
    assert (forced["applied"], forced["takesEffect"]) == (True, "at its restart")
    assert circusman_node.processes("neo4j") == [pid]


def test_of_two_operators_that_configure_at_once_the_second_is_refused(circusman_node: NodeProcess, home: Path) -> None:
    with zmq.Context.instance().socket(zmq.DEALER) as dealer:
        dealer.linger = 0
        dealer.connect(circusman_node.endpoint)
        for port in (1, 2):
            properties = {"waiting": True, **request(circusman_node, variables={"port": port})}
            dealer.send_json({"id": port, "command": "configure", "properties": properties})
        replies = {}
        while len(replies) < 2:
            assert dealer.poll(20_000), circusman_node.log
            reply = json.loads(dealer.recv())
            replies[reply["id"]] = reply
    assert replies[1]["applied"]
    assert replies[2]["reason"] == "another configure of Neo4j is under way here"
    assert (home / "conf" / "main.conf").read_text().endswith("port=1\n")
    assert circusman_node.call("configure", **request(circusman_node, variables={"port": 2}))["applied"]


def test_it_is_not_started_while_it_is_configured(circusman_node: NodeProcess) -> None:
    with zmq.Context.instance().socket(zmq.DEALER) as dealer:
        dealer.linger = 0
        dealer.connect(circusman_node.endpoint)
        dealer.send_json({"id": "configure", "command": "configure", "properties": {"waiting": True, **request(circusman_node)}})
        dealer.send_json({"id": "start", "command": "start", "properties": {"waiting": True, "name": "neo4j"}})
        assert dealer.poll(20_000), circusman_node.log
        first = json.loads(dealer.recv())
    assert (first["id"], first["status"]) == ("start", "error")
    assert "a configure of Neo4j is under way" in first["reason"]


def test_an_install_that_a_crash_cut_short_is_ended_when_circusd_starts(circusman_node: NodeProcess, home: Path) -> None:
    class Ended(BaseException):
        """The process ended here."""

    def fault(step: str) -> None:
        if step == "committed":
            raise Ended

    circusman_node.kill()
    state = StateFolder(circusman_node.state)
    with pytest.raises(Ended), open_home(home) as opened:
        install(opened, state, plan(opened, {"conf/main.conf": b"new"}, state, "Neo4j", None), fault)
    circusman_node.start()
    assert [path.name for path in (home / "conf").iterdir()] == ["main.conf"]


def test_a_wrong_request_gets_one_sentence(circusman_node: NodeProcess, home: Path) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"watcher": "nope"}, "no watcher 'nope' here"),
        ({"watcher": 7}, "the property 'watcher' of configure must be a string"),
        ({"members": {}}, "the property 'members' of configure must be a list"),
        ({"dryRun": 1}, "the property 'dryRun' of configure must be true or false"),
        ({"dry": True}, "configure has no property 'dry'"),
        ({"address": "127.0.82.250"}, "127.0.82.250 is not this node's address"),
        ({"templates": {"main.conf": "{{ nothing }}"}}, "main.conf:1: 'nothing' is undefined"),
    ]
    for properties, reason in wrong:
        reply = circusman_node.call("configure", **request(circusman_node, **properties))
        assert (reply["status"], reply["errno"]) == ("error", 3)
        assert reason in reply["reason"]
    assert list(home.iterdir()) == []
