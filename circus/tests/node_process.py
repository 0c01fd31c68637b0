"""A real circusman-node, ended by its pid whatever the test did."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import zmq
from places import endpoint_at
from waiting import PATIENCE, lives, wait_until

PACKAGE = Path(__file__).parent.parent

Reply = dict[str, Any]


def as_user(user: int | None) -> list[str]:
    """Words before a program, which root may write, to run it as that user. It may read files, as Python may be root's alone."""
    if user is None:
        return []
    capability = "+dac_read_search"
    return [
        *("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"),
        *(f"--inh-caps={capability}", f"--ambient-caps={capability}"),
    ]


@dataclass
class NodeProcess:
    """A circusman-node that runs; `address` is its endpoint's, and it takes the ports from `port` on."""

    address: str
    port: int
    folder: Path
    ini: Path
    state: Path
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    #: Whom it runs as, by number; None: as the test.
    user: int | None = None
    circusd: subprocess.Popen[bytes] = field(init=False)
    _owner: int = field(init=False)
    _started: list[psutil.Process] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        """Of the commands."""
        return endpoint_at(self.address, self.port)

    def connected(self, kind: int, endpoint: str) -> "zmq.Socket[bytes]":
        """A socket of that kind, connected to one of its endpoints; over IPv6, too."""
        made = zmq.Context.instance().socket(kind)
        made.linger = 0
        made.ipv6 = True
        made.connect(endpoint)
        return made

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
            self.circusd = subprocess.Popen(
                [*as_user(self.user), *program], pass_fds=[watched], stdout=log, stderr=log, cwd=self.folder, env=environment
            )
        os.close(watched)
        wait_until(lambda: self.circusd.poll() is not None or self._answers())
        assert self.circusd.poll() is None, f"circusman-node did not start: {self.log}"

    def call(self, command: str, /, waiting: bool = True, **properties: Any) -> Reply:
        """The reply to a command, `waiting` unless told otherwise; sent again while circusd is at another, as a start or a respawn."""
        message = {"command": command, "properties": {"waiting": waiting, **properties}}
        return wait_until(lambda: not str((reply := self.send(message)).get("reason")).startswith("arbiter is already running ") and reply)

    def send(self, message: dict[str, Any], seconds: float = PATIENCE) -> Reply:
        """The reply to a message that is sent as it is, but for its id."""
        with self.connected(zmq.DEALER, self.endpoint) as dealer:
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
