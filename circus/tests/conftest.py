"""Real nodes for the tests: a circusman-node on a loopback address of its own, ended by its pid whatever the test did."""

import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
import zmq

PACKAGE = Path(__file__).parent.parent

#: Fixtures of modules of their own: a node of this process, and one whose watcher has a filled home.
pytest_plugins = ["own_node", "filled_home"]

#: Seconds: how long a wait may take, and between two looks.
PATIENCE = 20
POLL = 0.02

T = TypeVar("T")
Reply = dict[str, Any]


def wait_until(look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What `look` returns once that is true; while it is not, or an assertion in it fails, it is called again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            seen = look()
            problem: object = f"still {seen!r}"
        except AssertionError as error:
            seen, problem = None, error
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not within {seconds} s: {problem}"
        time.sleep(POLL)


def lives(process: psutil.Process) -> bool:
    """Whether it runs; one that ended and that nobody reaped yet does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """`eventually(look, seconds=20)`: waits until `look()` is true and returns that."""
    return wait_until


@dataclass
class NodeProcess:
    """A circusman-node that runs; `address` is its endpoint's."""

    address: str
    folder: Path
    ini: Path
    state: Path
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    circusd: subprocess.Popen[bytes] = field(init=False)
    _owner: int = field(init=False)
    _started: list[psutil.Process] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        """Of the commands."""
        return f"tcp://{self.address}:5555"

    @property
    def log(self) -> str:
        """What circusd said so far."""
        return (self.folder / "circusd.log").read_text()

    @property
    def pid(self) -> int:
        """Of circusd."""
        return self.circusd.pid

    def start(self) -> None:
        """Starts circusd, again when it has ended, and waits until it answers."""
        watched, self._owner = os.pipe()
        with open(self.folder / "circusd.log", "ab") as log:
            program = [sys.executable, str(PACKAGE / "circusman-node"), "--watch-fd", str(watched), *self.arguments, str(self.ini)]
            environment = {**os.environ, **self.environment}
            self.circusd = subprocess.Popen(program, pass_fds=[watched], stdout=log, stderr=log, cwd=self.folder, env=environment)
        os.close(watched)
        wait_until(lambda: self.circusd.poll() is not None or self._answers())
        assert self.circusd.poll() is None, f"circusman-node did not start: {self.log}"

    def call(self, command: str, /, waiting: bool = True, **properties: Any) -> Reply:
        """The reply to a command, `waiting` unless told otherwise; sent again while circusd is at another, as a start or a respawn."""
        message = {"command": command, "properties": {"waiting": waiting, **properties}}
        return wait_until(lambda: not str((reply := self.send(message)).get("reason")).startswith("arbiter is already running ") and reply)

    def send(self, message: dict[str, Any], seconds: float = PATIENCE) -> Reply:
        """The reply to a message that is sent as it is, but for its id."""
        with zmq.Context.instance().socket(zmq.DEALER) as dealer:
            dealer.linger = 0
            dealer.connect(self.endpoint)
            dealer.send_json({"id": "test", **message})
            assert dealer.poll(int(seconds * 1000)), f"no answer to {message}: {self.log}"
            return json.loads(dealer.recv())

    def processes(self, watcher: str) -> list[int]:
        """Pids of the watcher's processes that live."""
        return self.call("list", name=watcher, waiting=False)["pids"]

    def kill(self) -> None:
        """Kills circusd with SIGKILL: its processes live on, until the test's end."""
        self._note_descendants()
        self.circusd.kill()
        self.circusd.wait()
        os.close(self._owner)

    def end(self) -> None:
        """Ends circusd and whatever it ever started."""
        self._note_descendants()
        if self.circusd.poll() is None:
            os.close(self._owner)  # it ends with its owner, whatever it is busy with
            self.circusd.wait(PATIENCE)
        for process in self._started:
            try:
                process.kill()  # psutil looks whether it is still the same one
            except psutil.NoSuchProcess:
                pass
        wait_until(lambda: not any(lives(process) for process in self._started))

    def _note_descendants(self) -> None:
        try:
            self._started += psutil.Process(self.circusd.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            pass

    def _answers(self) -> bool:
        try:
            return self.send({"command": "numwatchers"}, seconds=0.2)["status"] == "ok"
        except AssertionError:
            return False


STAND_IN = Path(__file__).with_name("stand_in.py")


@dataclass
class StandInService:
    """A service of the test's own, in a folder of services that `node_file` names; its program is `stand_in.py`."""

    name: str
    home: Path
    node_file: str

    def watcher(self, *arguments: str, lines: str = "autostart = False") -> str:
        """The ini section of a watcher of the service's name; `lines` are more of it."""
        command = " ".join([sys.executable, "-S", str(STAND_IN), *arguments])
        return f"[watcher:{self.name}]\ncmd = {command}\nworking_dir = {self.home}\ngraceful_timeout = 1\n{lines}\n"


@pytest.fixture
def make_service(tmp_path: Path) -> Callable[..., StandInService]:
    """`make_service(name, service, tables)`: a service with an empty home; `service`: lines of its [service], `tables`: the rest."""

    def make(name: str = "box", service: str = "", tables: str = "") -> StandInService:
        home, folder = tmp_path / "homes" / name, tmp_path / "services" / name
        home.mkdir(parents=True)
        folder.mkdir(parents=True)
        (folder / "service.toml").write_text(f'[service]\ndescription = "A test\'s"\nhome = "{home}"\n{service}\n{tables}\n')
        return StandInService(name, home, f'services = ["{folder.parent}"]\n')

    return make


# 200 and above are for what a test names itself.
_hosts = itertools.cycle(range(1, 200))


@contextmanager
def claimed_address(network: str) -> Iterator[str]:
    """The next address of a network such as "127.0.83" that no other test of this machine has."""
    while True:
        address = f"{network}.{next(_hosts)}"
        with socket.socket() as claim:
            try:
                claim.bind((address, 5554))
            except OSError:
                continue
            yield address
            return


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

    It listens on the next address of the test module's `NETWORK` ("127.0.83") unless told an `address`.
    `circus`: more lines of the section [circus]; `node_file`: the node file's text; `arguments`: more of the launcher's;
    `has_state`: whether the node is told a state folder.
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
    ) -> NodeProcess:
        address = address or claims.enter_context(claimed_address(network_of(request)))
        folder = tmp_path / f"node-{address}"
        folder.mkdir()
        ini, nodes_own, state = folder / "circus.ini", folder / "node.toml", folder / "state"
        endpoints = f"endpoint = tcp://{address}:5555\npubsub_endpoint = tcp://{address}:5556\n"
        ini.write_text(f"[circus]\n{endpoints}multicast_endpoint =\ncheck_delay = 0.2\n{circus}\n{watchers}")
        nodes_own.write_text(node_file)
        options = ["--node-config", str(nodes_own), *(["--state", str(state)] if has_state else []), *(arguments or [])]
        started = NodeProcess(address, folder, ini, state, options, environment or {})
        nodes.append(started)
        started.start()
        return started

    with claims:
        yield start
        for one in nodes:
            one.end()
