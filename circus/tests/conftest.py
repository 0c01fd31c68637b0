"""Real nodes for the tests: a circusman-node on an address of its own."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from node_process import NodeProcess
from places import claimed_address, claimed_ports, endpoint_at
from waiting import wait_until

#: Modules with fixtures of their own.
pytest_plugins = ["stand_in_service", "own_node", "filled_home", "descent_shapes", "check_setting", "log_client", "sample_client"]


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """`eventually(look, seconds=20)`: waits until `look()` is true and returns that."""
    return wait_until


def network_of(request: pytest.FixtureRequest) -> str:
    """The test module's own, `NETWORK`."""
    return getattr(request.module, "NETWORK", "127.0.83")


@pytest.fixture
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A loopback address for what the test serves, and its node with `node(…, address=address)`."""
    with claimed_address(network_of(request)) as claimed:
        yield claimed


@pytest.fixture
def node(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., NodeProcess]]:
    """`node(watchers, …)`: a real circusman-node with the watchers' ini sections given as text.

    It listens on the next address of the test module's `NETWORK` ("127.0.83") unless told an `address`; on an IPv6 address, which all
    tests share, its ports are free ones.
    `circus`: more lines of the section [circus]; `node_file`: the node file's text; `arguments`: more of the launcher's;
    `has_state`: whether the node is told a state folder; `has_statistics`: whether a circusd-stats runs;
    `folder`, `user`: where it keeps its files, and whom it runs as, by number.
    """
    nodes: list[NodeProcess] = []
    claims = ExitStack()

    def start(
        watchers: str = "",
        *,
        address: str | None = None,
        circus: str = "",
        node_file: str = "",
        arguments: list[str] | None = None,
        environment: dict[str, str] | None = None,
        has_state: bool = True,
        has_statistics: bool = False,
        folder: Path | None = None,
        user: int | None = None,
    ) -> NodeProcess:
        address = address or claims.enter_context(claimed_address(network_of(request)))
        port = claims.enter_context(claimed_ports(address)) if ":" in address else 5555
        folder = (folder or tmp_path) / f"node-{address}-{port}"
        folder.mkdir()
        if user is not None:
            os.chown(folder, user, user)
        ini, nodes_own, state = folder / "circus.ini", folder / "node.toml", folder / "state"
        commands, events, statistics = (endpoint_at(address, port + place) for place in range(3))
        endpoints = f"endpoint = {commands}\npubsub_endpoint = {events}\n"
        if has_statistics:
            endpoints += f"statsd = True\nstats_endpoint = {statistics}\n"
        ini.write_text(f"[circus]\n{endpoints}multicast_endpoint =\ncheck_delay = 0.2\n{circus}\n{watchers}")
        nodes_own.write_text(node_file)
        options = ["--node-config", str(nodes_own), *(["--state", str(state)] if has_state else []), *(arguments or [])]
        started = NodeProcess(address, port, folder, ini, state, options, environment or {}, user)
        nodes.append(started)
        started.start()
        return started

    with claims:
        yield start
        for one in nodes:
            one.end()
