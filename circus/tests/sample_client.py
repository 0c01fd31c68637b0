"""What a node's samples tell, as a controller hears them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import zmq
from node_process import NodeProcess
from places import endpoint_at

Sample = dict[str, Any]


class Samples:
    """Every sample of a node since it was made, in the order in which they came."""

    def __init__(self, node: NodeProcess) -> None:
        self._socket = node.connected(zmq.SUB, endpoint_at(node.address, node.port + 1))
        self._socket.subscribe(b"circusman.samples")
        self.heard: list[Sample] = []

    def next(self, seconds: float = 10) -> Sample:
        """The next one."""
        assert self._socket.poll(int(seconds * 1000)), "no sample came"
        topic, body = self._socket.recv_multipart()
        assert topic == b"circusman.samples"
        self.heard.append(json.loads(body))
        return self.heard[-1]

    def until(self, is_wanted: Callable[[Sample], Any], most: int = 30) -> Sample:
        """The first one from now on of which that is true."""
        for _ in range(most):
            if is_wanted(sample := self.next()):
                return sample
        raise AssertionError(f"not seen in {most} samples: {self.heard[-1]}")

    def until_silent(self, seconds: float) -> None:
        """Returns when none came for so long."""
        for _ in range(3):
            if not self._socket.poll(int(seconds * 1000)):
                return
            self.next()
        raise AssertionError("samples still come")

    def close(self) -> None:
        """Hears no more."""
        self._socket.close()


@pytest.fixture
def samples() -> Any:
    """`samples(node)`: what it sends from now on."""
    opened: list[Samples] = []

    def listen(node: NodeProcess) -> Samples:
        opened.append(Samples(node))
        return opened[-1]

    yield listen
    for one in opened:
        one.close()
