"""Which endpoints circusd could bind."""

from pathlib import Path

import pytest

from circusman_node.endpoints import endpoint_problems
from circusman_node.ini_file import IniFile

ONE_LINK = "is an address of one link alone, which means nothing elsewhere; use another of the machine's, such as fd00::1"


def problems(tmp_path: Path, endpoint: str, more: str = "") -> list[str]:
    ini = tmp_path / "circus.ini"
    ini.write_text(f"[circus]\nendpoint = {endpoint}\npubsub_endpoint = tcp://127.0.81.2:5556\n{more}")
    return [problem.removeprefix(f"{ini}:") for problem in endpoint_problems(IniFile(ini))]


@pytest.mark.parametrize("host", ["127.0.81.2", "*", "0.0.0.0", "lo", "[::1]", "[::]", "[::ffff:127.0.81.2]"])
def test_an_address_of_this_machine_is_fine(tmp_path: Path, host: str) -> None:
    assert problems(tmp_path, f"tcp://{host}:5555") == []


def test_a_socket_in_a_folder_that_is_there_is_fine(tmp_path: Path) -> None:
    assert problems(tmp_path, "ipc:///tmp/circus.sock") == []


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("tcp://192.0.2.1:5555", "192.0.2.1 is no address of this machine; write one that is"),
        ("tcp://[2001:db8::1]:5555", "2001:db8::1 is no address of this machine; write one that is"),
        ("tcp://[fd00::1%eth0]:5555", f"fd00::1%eth0 {ONE_LINK}"),
        ("tcp://[fe80::1]:5555", f"fe80::1 {ONE_LINK}"),
        ("tcp://[127.0.81.2]:5555", "this must be tcp://ADDRESS:PORT or ipc://PATH"),
        ("tcp://fd00::1:5555", "this must be tcp://ADDRESS:PORT or ipc://PATH; an IPv6 address goes in brackets: tcp://[fd00::1]:5555"),
        ("tcp://localhost:5555", "localhost is no address of this machine; write one that is"),
        ("tcp://127.0.81.2:0", "a port is 1 to 65535"),
        ("tcp://127.0.81.2:65536", "a port is 1 to 65535"),
        ("tcp://127.0.81.2", "this must be tcp://ADDRESS:PORT or ipc://PATH"),
        ("127.0.81.2:5555", "this must be tcp://ADDRESS:PORT or ipc://PATH"),
        ("udp://127.0.81.2:5555", "this must be tcp://ADDRESS:PORT or ipc://PATH"),
        ("ipc:///nowhere/circus.sock", "there is no folder /nowhere; create it"),
        (f"ipc:///tmp/{'x' * 103}", "a socket's path has at most 107 bytes; take a shorter one"),
    ],
)
def test_another_is_refused_with_its_line(tmp_path: Path, endpoint: str, reason: str) -> None:
    assert problems(tmp_path, endpoint) == [f"2: endpoint = {endpoint}: {reason}"]


def test_no_two_endpoints_are_one(tmp_path: Path) -> None:
    expected = "3: pubsub_endpoint = tcp://127.0.81.2:5556 is endpoint already; give each a port of its own"
    assert problems(tmp_path, "tcp://127.0.81.2:5556") == [expected]


def test_the_endpoint_of_statistics_counts_when_there_are_statistics(tmp_path: Path) -> None:
    assert problems(tmp_path, "tcp://127.0.81.2:5557", "[watcher:a]\ncmd = x\n") == []
    more = "statsd = True\nstats_endpoint = tcp://127.0.81.2:5555\n"
    assert problems(tmp_path, "tcp://127.0.81.2:5555", more) == [
        "5: stats_endpoint = tcp://127.0.81.2:5555 is endpoint already; give each a port of its own"
    ]
