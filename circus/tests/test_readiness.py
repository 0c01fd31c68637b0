"""One check of whether a service is ready, against servers of this process."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from circusman_node import readiness
from circusman_node.configure.record import Configured, note_configured, record_of
from circusman_node.readiness import bracketed, check, target_of
from circusman_node.service import Ready, Service
from circusman_node.state_folder import StateFolder

OWN = frozenset({os.getpid()})


@pytest.fixture
def listening(address: str) -> Iterator[Callable[..., str]]:
    """`listening(answer)`: where one is answered so to every request; with None it is accepted, and never answered. `host`: another one."""
    servers: list[socket.socket] = []

    def listen(answer: bytes | None, host: str = address) -> str:
        server = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        servers.append(server)
        if answer is not None:
            threading.Thread(target=_answer_one, args=(server, answer), daemon=True).start()
        return f"{host}:{server.getsockname()[1]}"

    yield listen
    for server in servers:
        server.close()


def _answer_one(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(answer)


def http(status: int = 200) -> Ready:
    return Ready("http", "", status, 1.0, 30.0)


def tcp() -> Ready:
    return Ready("tcp", "", 0, 1.0, 30.0)


@pytest.mark.parametrize(("wanted", "ready"), [(204, True), (200, False)])
def test_only_the_declared_status_is_ready(listening: Callable[..., str], wanted: int, ready: bool) -> None:
    place = listening(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert check(http(wanted), f"http://{place}/", OWN) == (ready, "HTTP 204")


def test_a_redirect_is_not_followed(listening: Callable[..., str]) -> None:
    place = listening(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.83.250/\r\n\r\n")
    assert check(http(), f"http://{place}/", OWN) == (False, "HTTP 302")


def test_what_speaks_no_http_is_not_ready(listening: Callable[..., str]) -> None:
    place = listening(b"hello\r\n\r\n")
    assert check(http(), f"http://{place}/", OWN) == (False, "an answer that is no HTTP")
    assert check(tcp(), place, OWN) == (True, "connected")


def test_a_service_that_hangs_is_waited_for_only_so_long(listening: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "ANSWER_LIMIT", 0.2)
    assert check(http(), f"http://{listening(None)}/", OWN) == (False, "no answer within 0.2 s")


def test_a_closed_port_refuses(address: str) -> None:
    with socket.create_server((address, 0)) as server:
        port = server.getsockname()[1]
    assert check(tcp(), f"{address}:{port}", OWN) == (False, "connection refused")


def test_a_port_of_a_process_that_is_not_the_watchers_is_not_ready(listening: Callable[..., str]) -> None:
    place = listening(None)
    held = f"port {place.split(':')[1]} is held by process {os.getpid()}"
    assert check(tcp(), place, frozenset({os.getppid() + 10**7})) == (False, held)


@pytest.mark.parametrize("target", ["http://", "http://127.0.83.1:99999/", "http://127.0.83.1:port/"])
def test_a_target_that_is_no_address_says_so(target: str) -> None:
    assert check(http(), target, OWN) == (False, f"{target!r} is no address to ask; mend the service's [ready]")


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("http://fd00::1:7474/", "http://[fd00::1]:7474/"),
        ("http://fd00::1/a?b=1", "http://[fd00::1]/a?b=1"),
        ("http://fd00::1", "http://[fd00::1]"),
        ("fd00::1:9160", "[fd00::1]:9160"),
        ("http://fd00::2:7474/", "http://[fd00::2]:7474/"),
        ("http://[fd00::1]:7474/", "http://[fd00::1]:7474/"),
        ("http://fd00::11:7474/", "http://fd00::11:7474/"),
        ("http://10.0.0.1:7474/", "http://10.0.0.1:7474/"),
    ],
)
def test_an_ipv6_address_is_asked_in_brackets(target: str, asked: str) -> None:
    assert bracketed(target, ["fd00::1", "fd00::2", "10.0.0.1"]) == asked


@pytest.mark.parametrize("kind", ["http", "tcp"])
def test_a_service_is_asked_at_the_ipv6_address_that_it_is_configured_for(
    listening: Callable[..., str], tmp_path: Path, kind: Literal["http", "tcp"]
) -> None:
    place = listening(b"HTTP/1.1 204 No Content\r\n\r\n", host="::1")
    rendered = f"http://{place}/" if kind == "http" else place
    member = {"address": "::1", "identifier": 1}
    state = StateFolder(tmp_path)
    configured = Configured("neo4j", "neo4j", 0.0, "::1", "lab", 1, [member], {}, {}, rendered)
    note_configured(state, "neo4j", record_of(configured))
    ready = Ready(kind, "{{ address }}", 204, 1.0, 30.0)
    service = Service("neo4j", tmp_path, "", tmp_path, (), (), True, False, False, {}, ready, {})
    assert check(ready, target_of(state, "neo4j", service), OWN) == (True, "HTTP 204" if kind == "http" else "connected")


@pytest.mark.parametrize("host", ["::1", "::"])
def test_a_port_that_another_process_holds_on_ipv6_is_not_ready(listening: Callable[..., str], host: str) -> None:
    port = listening(None, host=host).rpartition(":")[2]
    held = f"port {port} is held by process {os.getpid()}"
    assert check(tcp(), f"[::1]:{port}", frozenset({os.getppid() + 10**7})) == (False, held)


def test_a_closed_port_on_ipv6_refuses() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]
    assert check(http(), f"http://[::1]:{port}/", OWN) == (False, "connection refused")
