"""What our arbiter and watcher do in moments that a real node is seldom met in."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import zmq
from circus.process import DEAD_OR_ZOMBIE

from circusman_node import arbiter as arbiter_module
from circusman_node.arbiter import NodeArbiter
from circusman_node.node import Node
from circusman_node.watcher import NodeWatcher


def test_a_process_that_ends_between_reaping_and_managing_tells_its_exit_code(here: Node, eventually: Callable[..., Any]) -> None:
    async def manage() -> None:
        watcher = NodeWatcher("box", "bash -c 'exit 3'", respawn=False)
        watcher._status = "active"
        watcher.spawn_process()
        (process,) = watcher.processes.values()
        eventually(lambda: process.status == DEAD_OR_ZOMBIE)
        await watcher.manage_processes()

    asyncio.run(manage())
    last = here.history.of("box").last_exit
    assert last is not None
    assert (last.code, last.signal) == (3, None)


@pytest.mark.parametrize("port", [5555, 5556])
def test_a_restart_within_circusd_waits_until_its_endpoints_are_free(
    here: Node, address: str, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    tries = []

    async def restart(context: zmq.Context[Any]) -> None:
        held = context.socket(zmq.ROUTER)
        held.bind(f"tcp://{address}:{port}")

        def free(_seconds: float) -> None:
            tries.append(1)
            held.close(linger=0)

        monkeypatch.setattr(arbiter_module.time, "sleep", free)
        before = NodeArbiter([], f"tcp://{address}:5557", f"tcp://{address}:5558", context=context)
        here.arbiter = before
        after = NodeArbiter([], f"tcp://{address}:5555", f"tcp://{address}:5556", context=context)
        try:
            after.initialize()
            after.ctrl.initialize()
            assert here.arbiter is after
        finally:
            after.stop_controller_and_close_sockets()
            after.ctrl.ctrl_socket.close(linger=0)

    with zmq.Context() as context:
        asyncio.run(restart(context))
    assert tries
