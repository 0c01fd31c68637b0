"""What circus tells of a watcher's CPU and memory counts what its processes have started."""

import json
from collections.abc import Callable
from typing import Any

import zmq
from circus.util import human2bytes

NETWORK = "127.0.96"

BUSY = "import sys; held = bytearray(40_000_000)\nwhile True: pass"


def test_the_figures_of_a_start_script_are_those_of_its_program_too(
    node: Callable[..., Any], address: str, eventually: Callable[..., Any], tmp_path: Any
) -> None:
    (tmp_path / "busy.py").write_text(BUSY)
    (tmp_path / "run.sh").write_text(f"python3 -S {tmp_path}/busy.py & setsid python3 -S {tmp_path}/busy.py & wait")
    node(
        f"[watcher:box]\ncmd = sh {tmp_path}/run.sh\nstop_descendants = True\n[watcher:still]\ncmd = sleep 1000\n",
        address=address,
        has_statistics=True,
    )
    with zmq.Context.instance().socket(zmq.SUB) as events:
        events.linger = 0
        events.connect(f"tcp://{address}:5557")
        events.subscribe(b"stat.")

        def told(watcher: str) -> dict[str, Any]:
            while True:
                assert events.poll(20_000), "no statistics"
                topic, body = events.recv_multipart()
                if topic.startswith(f"stat.{watcher}.".encode()):
                    return json.loads(body)

        def of_program() -> bool:
            info = told("box")
            return human2bytes(info["mem_info1"]) > 80_000_000 and info["cpu"] > 5 and info["mem"] > 0.1

        eventually(of_program)
        still = told("still")
        assert human2bytes(still["mem_info1"]) < 10_000_000
        assert still["cpu"] < 5
