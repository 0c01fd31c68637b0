"""A request becomes files: what a configure answers, refuses and remembers."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from circusman_node.configure.configure import Request, configure, refuse_running
from circusman_node.configure.record import edited, read_configured
from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.node_file import NodeFile
from circusman_node.service import load_service
from circusman_node.state_folder import StateFolder

ENDPOINT = "tcp://127.0.82.1:5555"
MEMBERS = [{"address": "127.0.82.1", "identifier": 4}, {"address": "127.0.82.2", "identifier": 7}]
CLUSTER: dict[str, Any] = {"address": "127.0.82.1", "cluster": "lab", "members": MEMBERS}

SERVICE_TOML = """
[service]
home = "{home}"
data = ["data"]

[files]
"main.conf" = "conf/main.conf"
"peers.conf" = "conf/peers.conf"

[ready]
http = "http://{{{{ address }}}}:{{{{ port }}}}/ready"

[variables]
port = 7474
"""


class FakeWatcher:
    """circus's watcher, as far as a configure asks it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.processes: dict[int, object] = {}
        self.numprocesses = 1
        self.state = "stopped"

    def status(self) -> str:
        return self.state


@pytest.fixture
def watcher() -> FakeWatcher:
    return FakeWatcher("neo4j")


@pytest.fixture
def node(tmp_path: Path, watcher: FakeWatcher) -> Node:
    """A node with the watchers neo4j, which has a service with two files, and web, which has none."""
    folder, home = tmp_path / "neo4j-ha", tmp_path / "home"
    (folder / "templates").mkdir(parents=True)
    home.mkdir()
    (folder / "service.toml").write_text(SERVICE_TOML.format(home=home))
    (folder / "templates" / "main.conf").write_text("id={{ identifier }}\nport={{ port }}\n")
    (folder / "templates" / "peers.conf").write_text("{{ addresses | join(',') }}\n")
    watchers = {"neo4j": watcher, "web": FakeWatcher("web")}
    arbiter: Any = SimpleNamespace(watchers=list(watchers.values()), get_watcher=lambda name: watchers[name.lower()])
    return Node(arbiter, tmp_path / "circus.ini", NodeFile(), StateFolder(tmp_path / "state"), {"neo4j": load_service(folder)}, 0.0)


def ask(node: Node, **properties: Any) -> dict[str, Any]:
    return configure(node, Request(**{"watcher": "neo4j", **CLUSTER, **properties}), ENDPOINT)


def contents(node: Node) -> dict[str, str]:
    home = node.services["neo4j"].home
    return {str(path.relative_to(home)): path.read_text() for path in home.rglob("*") if path.is_file()}


def states(reply: dict[str, Any]) -> dict[str, str]:
    return {file["file"]: file["state"] for file in reply["files"]}


def test_a_dry_run_shows_the_files_and_changes_nothing(node: Node) -> None:
    reply = ask(node, dry_run=True)
    diff = "--- conf/main.conf\n+++ conf/main.conf\n@@ -0,0 +1,2 @@\n+id=4\n+port=7474\n"
    assert reply["files"][0] == {"file": "conf/main.conf", "state": "new", "diff": diff}
    assert (reply["identifier"], reply["applied"], reply["takesEffect"]) == (4, False, "now")
    assert list(node.services["neo4j"].home.iterdir()) == []
    assert list(node.state.path.iterdir()) == []


def test_applied_the_files_are_there_and_the_node_remembers_for_what(node: Node) -> None:
    assert ask(node, variables={"port": "80"})["applied"]
    assert contents(node) == {"conf/main.conf": "id=4\nport=80\n", "conf/peers.conf": "127.0.82.1,127.0.82.2\n"}
    configured = read_configured(node.state, "neo4j")
    assert configured is not None
    assert (configured.address, configured.cluster, configured.identifier, configured.members) == ("127.0.82.1", "lab", 4, MEMBERS)
    assert (configured.service, configured.variables, configured.ready) == ("neo4j-ha", {"port": 80}, "http://127.0.82.1:80/ready")
    assert edited(node.services["neo4j"], configured) == []


def test_the_same_again_is_unchanged_and_a_change_has_its_diff(node: Node) -> None:
    ask(node)
    assert states(ask(node)) == {"conf/main.conf": "unchanged", "conf/peers.conf": "unchanged"}
    reply = ask(node, variables={"port": 80})
    assert states(reply) == {"conf/main.conf": "changed", "conf/peers.conf": "unchanged"}
    assert reply["files"][0]["diff"].endswith(" id=4\n-port=7474\n+port=80\n")


def test_pushed_templates_are_used_instead_of_the_nodes_own(node: Node) -> None:
    ask(node, templates={"main.conf": "pushed {{ index }}\n"})
    assert contents(node) == {"conf/main.conf": "pushed 1\n", "conf/peers.conf": "127.0.82.1,127.0.82.2\n"}


def test_an_undo_brings_back_the_files_and_the_record_and_an_undo_of_it_too(node: Node) -> None:
    ask(node)
    ask(node, variables={"port": 80}, cluster="other")
    shown = configure(node, Request("neo4j", undo=True, dry_run=True), ENDPOINT)
    assert (states(shown)["conf/main.conf"], shown["applied"]) == ("changed", False)
    undone = configure(node, Request("neo4j", undo=True), ENDPOINT)
    assert (undone["files"], undone["applied"], undone["identifier"]) == (shown["files"], True, 4)
    configured = read_configured(node.state, "neo4j")
    assert configured is not None and configured.cluster == "lab"
    assert edited(node.services["neo4j"], configured) == []
    configure(node, Request("neo4j", undo=True), ENDPOINT)
    assert contents(node)["conf/main.conf"] == "id=4\nport=80\n"


def test_an_undo_of_the_first_configure_removes_its_files(node: Node) -> None:
    ask(node)
    reply = configure(node, Request("neo4j", undo=True), ENDPOINT)
    assert states(reply) == {"conf/main.conf": "removed", "conf/peers.conf": "removed"}
    assert reply["identifier"] is None
    assert contents(node) == {}
    assert read_configured(node.state, "neo4j") is None


def test_an_unchanged_configure_does_not_take_the_version_that_an_undo_brings_back(node: Node) -> None:
    ask(node)
    ask(node, variables={"port": 80})
    ask(node, variables={"port": 80}, cluster="renamed")
    configured = read_configured(node.state, "neo4j")
    assert configured is not None and configured.cluster == "renamed"
    configure(node, Request("neo4j", undo=True), ENDPOINT)
    assert contents(node)["conf/main.conf"] == "id=4\nport=7474\n"


def test_what_was_edited_by_hand_is_replaced_and_an_undo_brings_it_back(node: Node) -> None:
    ask(node)
    file = node.services["neo4j"].home / "conf" / "main.conf"
    file.write_text("by hand\n")
    assert states(ask(node)) == {"conf/main.conf": "changed", "conf/peers.conf": "unchanged"}
    configure(node, Request("neo4j", undo=True), ENDPOINT)
    assert file.read_text() == "by hand\n"


def test_identifiers_stay_while_members_come_go_and_change_places(node: Node) -> None:
    ask(node)
    (node.services["neo4j"].home / "data" / "store").mkdir(parents=True)
    assert ask(node, members=[{"address": "127.0.82.9", "identifier": 1}, *reversed(MEMBERS)])["identifier"] == 4
    with pytest.raises(NodeError, match="would renumber a node that has data"):
        ask(node, members=[{"address": "127.0.82.1", "identifier": 1}])
    with pytest.raises(NodeError, match="would renumber a node that has data"):
        ask(node, members=[{"address": "127.0.82.1", "identifier": 1}], dry_run=True)
    assert contents(node)["conf/main.conf"] == "id=4\nport=7474\n"


def test_an_undo_does_not_renumber_a_node_that_has_data_either(node: Node) -> None:
    ask(node)
    ask(node, members=[{"address": "127.0.82.1", "identifier": 1}])
    (node.services["neo4j"].home / "data" / "store").mkdir(parents=True)
    with pytest.raises(NodeError, match="has the identifier 1 here, not 4"):
        configure(node, Request("neo4j", undo=True), ENDPOINT)


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"watcher": "web"}, r"the watcher web has no service; give it one by 'service = NAME' in \[watcher:web\] of .*circus\.ini"),
        ({"address": "127.0.82.2"}, r"127\.0\.82\.2 is not this node's address: circusd is bound to 127\.0\.82\.1"),
        ({"address": ""}, "'' is no IP address"),
        ({"cluster": ""}, "the cluster has no name"),
        ({"members": MEMBERS[1:]}, r"127\.0\.82\.1 is not among the members \(127\.0\.82\.2\)"),
        ({"members": [MEMBERS[0], MEMBERS[0]]}, "two members have the address"),
        ({"members": [MEMBERS[0], {"address": "127.0.82.3", "identifier": 4}]}, "have the same identifier 4"),
        ({"variables": {"prot": 80}}, "neo4j-ha has no variable 'prot'; did you mean 'port'"),
        ({"templates": {"mian.conf": ""}}, r"neo4j-ha declares no template 'mian\.conf'; did you mean 'main\.conf'"),
        ({"templates": {"main.conf": 7}}, r"the template 'main\.conf' is no text"),
        ({"templates": {"main.conf": "\n\n{{ missing }}"}}, r"main\.conf:3: 'missing' is undefined"),
        ({"templates": {"main.conf": "x" * 256_001}}, r"the template main\.conf is larger than 256 kB"),
        ({"undo": True}, "there is nothing to undo: neo4j was not configured here"),
    ],
)
def test_what_cannot_be_configured_is_refused_and_nothing_written(node: Node, properties: dict[str, Any], reason: str) -> None:
    with pytest.raises(NodeError, match=reason):
        ask(node, **properties)
    assert contents(node) == {}
    assert list(node.state.path.iterdir()) == []


def test_a_template_that_loops_for_ever_is_ended_and_nothing_written(node: Node) -> None:
    forever = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(NodeError, match=r"the template main\.conf took more than 5 s"):
        ask(node, templates={"main.conf": forever})
    assert contents(node) == {}


def test_an_install_that_was_cut_short_is_ended_before_the_next(node: Node) -> None:
    class Ended(BaseException):
        """The process ended here."""

    def fault(step: str) -> None:
        if step == "committed":
            raise Ended

    with pytest.raises(Ended):
        configure(node, Request("neo4j", **CLUSTER), ENDPOINT, fault)
    assert contents(node).keys() == {"conf/.main.conf.circusman-new", "conf/.peers.conf.circusman-new"}
    assert states(ask(node)) == {"conf/main.conf": "unchanged", "conf/peers.conf": "unchanged"}
    assert contents(node).keys() == {"conf/main.conf", "conf/peers.conf"}


@pytest.mark.parametrize(
    ("state", "pids", "said"),
    [
        ("active", [12, 9], r"neo4j runs \(process 9, 12\); stop it first, or force it: then it takes effect at its restart"),
        ("active", [], "neo4j is active; stop it first"),
        ("starting", [], "neo4j is starting; stop it first"),
        ("stopping", [], "neo4j is stopping; stop it first"),
    ],
)
def test_a_running_watcher_is_refused_unless_forced_or_only_looked_at(
    node: Node, watcher: FakeWatcher, state: str, pids: list[int], said: str
) -> None:
    watcher.state, watcher.processes = state, dict.fromkeys(pids)
    with pytest.raises(NodeError, match=said):
        refuse_running(node, Request("neo4j"))
    refuse_running(node, Request("neo4j", dry_run=True))
    refuse_running(node, Request("neo4j", force=True))
    assert ask(node, dry_run=True)["takesEffect"] == ask(node, force=True)["takesEffect"] == "at its restart"


def test_an_active_watcher_that_is_to_have_no_process_does_not_run(node: Node, watcher: FakeWatcher) -> None:
    watcher.state, watcher.numprocesses = "active", 0
    refuse_running(node, Request("neo4j"))
    assert ask(node)["takesEffect"] == "now"
