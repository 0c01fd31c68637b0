"""One check of whether a service is ready, against servers of this process."""

import os
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from circusman_node import readiness
from circusman_node.readiness import check
from circusman_node.service import Ready

OWN = frozenset({os.getpid()})


@pytest.fixture
def listening(address: str) -> Iterator[Callable[[bytes | None], str]]:
    """`listening(answer)`: where one is answered so to every request; with None it is accepted, and never answered."""
    servers: list[socket.socket] = []

    def listen(answer: bytes | None) -> str:
        server = socket.create_server((address, 0))
        servers.append(server)
        if answer is not None:
            threading.Thread(target=_answer_one, args=(server, answer), daemon=True).start()
        return f"{address}:{server.getsockname()[1]}"

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
def test_only_the_declared_status_is_ready(listening: Callable[[bytes | None], str], wanted: int, ready: bool) -> None:
    place = listening(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert check(http(wanted), f"http://{place}/", OWN) == (ready, "HTTP 204")


def test_a_redirect_is_not_followed(listening: Callable[[bytes | None], str]) -> None:
    place = listening(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.83.250/\r\n\r\n")
    assert check(http(), f"http://{place}/", OWN) == (False, "HTTP 302")


def test_what_speaks_no_http_is_not_ready(listening: Callable[[bytes | None], str]) -> None:
    place = listening(b"hello\r\n\r\n")
    assert check(http(), f"http://{place}/", OWN) == (False, "an answer that is no HTTP")
    assert check(tcp(), place, OWN) == (True, "connected")


def test_a_service_that_hangs_is_waited_for_only_so_long(listening: Callable[[bytes | None], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "ANSWER_LIMIT", 0.2)
    assert check(http(), f"http://{listening(None)}/", OWN) == (False, "no answer within 0.2 s")


def test_a_closed_port_refuses(address: str) -> None:
    with socket.create_server((address, 0)) as server:
        port = server.getsockname()[1]
    assert check(tcp(), f"{address}:{port}", OWN) == (False, "connection refused")


def test_a_port_of_a_process_that_is_not_the_watchers_is_not_ready(listening: Callable[[bytes | None], str]) -> None:
    place = listening(None)
    held = f"port {place.split(':')[1]} is held by process {os.getpid()}"
    assert check(tcp(), place, frozenset({os.getppid() + 10**7})) == (False, held)


@pytest.mark.parametrize("target", ["http://", "http://127.0.83.1:99999/", "http://127.0.83.1:port/"])
def test_a_target_that_is_no_address_says_so(target: str) -> None:
    assert check(http(), target, OWN) == (False, f"{target!r} is no address to ask; mend the service's [ready]")
