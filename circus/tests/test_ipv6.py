"""A node on an IPv6 address, where a stock circusd cannot be."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import zmq
from node_process import NodeProcess
from places import claimed_ports, endpoint_at
from stand_in_service import StandInService

NETWORK = "127.0.97"

PLUGIN = """
import json
from circus.plugins import CircusPlugin

class Telling(CircusPlugin):
    name = "telling"

    def handle_recv(self, data):
        if data[0] == b"watcher.web.kill":
            with open(self.config["file"], "w") as file:
                json.dump(self.call("list"), file)
"""


def next_of(socket: "zmq.Socket[bytes]", topic: str) -> dict[str, Any]:
    """The next message of that topic."""
    while True:
        assert socket.poll(20_000), f"no {topic}"
        found, body = socket.recv_multipart()
        if found.decode() == topic:
            return json.loads(body)


def listening(*pids: int) -> set[tuple[str, int]]:
    """Where the processes listen."""
    return {
        (place.laddr.ip, place.laddr.port)
        for pid in pids
        for place in psutil.Process(pid).net_connections("tcp")
        if place.status == psutil.CONN_LISTEN
    }


def test_commands_events_and_statistics_come_over_ipv6(node: Callable[..., NodeProcess], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:web]\ncmd = sleep 1000\n", address="::1", has_statistics=True)
    (pid,) = eventually(lambda: one.processes("web"))
    with one.connected(zmq.SUB, endpoint_at("::1", one.port + 2)) as statistics:
        statistics.subscribe(b"stat.")
        assert next_of(statistics, f"stat.web.{pid}")["pid"] == pid
    (statistician,) = one.processes("circusd-stats")
    assert listening(one.pid, statistician) == {("::1", one.port + place) for place in range(3)}
    with one.connected(zmq.SUB, endpoint_at("::1", one.port + 1)) as events:
        events.subscribe(b"watcher.")
        one.call("restart", name="web")
        assert next_of(events, "watcher.web.kill")["process_pid"] == pid


def test_circusd_on_ipv6_restarts_within_itself(node: Callable[..., NodeProcess], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:web]\ncmd = sleep 1000\n", address="::1")
    (before,) = eventually(lambda: one.processes("web"))
    one.call("restart", waiting=False)
    eventually(lambda: one.log.count("Arbiter now waiting for commands") == 2)
    assert eventually(lambda: [pid for pid in one.processes("web") if pid != before])
    assert listening(one.pid) == {("::1", one.port), ("::1", one.port + 1)}


def test_a_plugin_reaches_circusd_over_ipv6(node: Callable[..., NodeProcess], eventually: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "told_by_plugin.py").write_text(PLUGIN)
    plugin = f"[plugin:telling]\nuse = told_by_plugin.Telling\nfile = {tmp_path}/said\n"
    one = node(f"[watcher:web]\ncmd = sleep 1000\n{plugin}", address="::1", environment={"PYTHONPATH": str(tmp_path)})
    eventually(lambda: one.processes("web"))

    def said() -> dict[str, Any] | None:
        one.call("restart", name="web")  # what happens before the plugin listens is lost to it
        return json.loads((tmp_path / "said").read_text() or "null") if (tmp_path / "said").exists() else None

    assert eventually(said)["watchers"] == ["plugin:telling", "web"]


def configured(one: NodeProcess, address: str) -> dict[str, Any]:
    """The reply to a configure of the watcher `box` for the address alone."""
    return one.call("configure", watcher="box", address=address, cluster="lab", members=[{"address": address, "identifier": 1}])


def test_a_service_is_configured_for_its_own_ipv6_address_alone_and_seen_ready_there(
    node: Callable[..., NodeProcess], make_service: Callable[..., StandInService], eventually: Callable[..., Any]
) -> None:
    with claimed_ports("::1") as port:
        box = make_service(tables=f'[ready]\nhttp = "http://{{{{ address }}}}:{port}/"\nevery = 0.1\nwithin = 20\n')
        one = node(box.watcher("--serve", f"[::1]:{port}"), address="::1", node_file=box.node_file)
        foreign = configured(one, "2001:db8::1")
        assert (foreign["status"], foreign["errno"]) == ("error", 3)
        assert foreign["reason"].startswith("2001:db8::1 is on none of this node's interfaces")
        assert configured(one, "fe80::1%lo")["reason"].startswith("fe80::1%lo is an address of one link alone")
        assert configured(one, "0::1")["status"] == "ok"
        one.call("start", name="box")
        assert eventually(lambda: (seen := one.call("health")["watchers"]["box"])["answer"] == "HTTP 404" and seen)["ready"] is False
        (box.home / "ready").touch()
        assert eventually(lambda: (seen := one.call("health")["watchers"]["box"])["ready"] and seen)["answer"] == "HTTP 200"


def test_an_endpoint_that_names_no_ipv6_address_stays_on_ipv4(node: Callable[..., NodeProcess], address: str) -> None:
    one = node(address=address)
    assert listening(one.pid) == {(address, 5555), (address, 5556)}
    sockets = psutil.Process(one.pid).net_connections("tcp6")
    assert sockets == []


def test_all_addresses_are_those_of_ipv4_too(node: Callable[..., NodeProcess]) -> None:
    one = node(address="::")
    with one.connected(zmq.DEALER, endpoint_at("127.0.0.1", one.port)) as dealer:
        dealer.send_json({"id": "test", "command": "numwatchers"})
        assert dealer.poll(20_000)
        assert json.loads(dealer.recv())["numwatchers"] == 0


def test_check_finds_nothing_wrong_with_an_ipv6_address_of_this_machine(tmp_path: Path) -> None:
    ini = tmp_path / "circus.ini"
    with claimed_ports("::1") as port:
        endpoints = zip(("endpoint", "pubsub_endpoint", "stats_endpoint"), range(port, port + 3), strict=True)
        lines = [f"{option} = {endpoint_at('::1', one)}" for option, one in endpoints]
        ini.write_text("\n".join(["[circus]", *lines, "statsd = True", "multicast_endpoint =", ""]))
        checked = subprocess.run(
            [sys.executable, Path(__file__).parent.parent / "circusman-node", "--check", ini], capture_output=True, text=True, check=False
        )
    assert (checked.returncode, checked.stderr) == (0, "")
    hint = f"{ini}:5: circusd-stats is not needed any more, as circusman-node itself tells what processes use; set statsd = False\n"
    assert checked.stdout == f"{hint}{ini}: nothing wrong found\n"


def test_an_endpoint_may_be_bytes_and_given_by_name_as_before() -> None:
    program = """
import zmq
from circusman_node.ipv6 import allow_ipv6
allow_ipv6()
with zmq.Context() as context, context.socket(zmq.REP) as one, context.socket(zmq.REP) as other:
    one.bind(b"tcp://[::1]:*")
    other.bind(addr="tcp://[::1]:*")
    print(one.LAST_ENDPOINT.decode(), other.LAST_ENDPOINT.decode())
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert [place.rpartition(":")[0] for place in said.split()] == ["tcp://[::1]"] * 2
