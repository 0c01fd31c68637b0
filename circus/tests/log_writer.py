"""Writes logs in tests and benches, as its socket says; until then it writes nothing.

usage: python3 -I -S log_writer.py SOCKET [FILE…]

A connection to the unix socket sends one request, a line of JSON, and gets one answer when it is done. `to` is `stdout`, `stderr`, or one
of the FILEs, which the writer makes and appends to:

{"do": "write", "to", "lines", "kind", "length"}   writes so many lines at once
{"do": "rate", "to", "lines", "kind", "length"}    writes so many lines a second from now on, twenty times a second; 0: none
{"do": "say", "to", "data"}                        writes these bytes (base64), without a line's end
{"do": "rotate", "to", "keep"}                     a FILE becomes FILE.1, that FILE.2, …; at most `keep` of them; a new FILE is begun
{"do": "written", "to"}                            answers {"bytes", "lines", "sha256"} of all that was written there since its start

A line is `2026-11-28 00:30:00.123+0000 INFO  line 17 …`, filled up to `length` bytes with its end; lines are counted for each target.
"""

import base64
import hashlib
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

TICK = 0.05
#: What a line is filled with. `utf8` has 23 bytes, so that its characters lie across the 1,024 bytes at which circusd cuts what it reads.
FILLERS = {
    "ascii": b"abcdefghijklm ",
    "utf8": "äöü€日本語😀 ".encode(),
    "latin1": "Füße über Äcker ".encode("latin-1"),
    "escapes": b"\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07 \x07\x08\r\x00\x7f ",
}


class Target:
    """A file, or one of the process's own streams."""

    def __init__(self, descriptor: int, path: str | None) -> None:
        self.descriptor = descriptor
        self.path = path
        self.lines = 0
        self.bytes = 0
        self.sum = hashlib.sha256()
        self.rate: dict[str, Any] = {"lines": 0}
        self.owed = 0.0

    def write(self, data: bytes) -> None:
        self.sum.update(data)
        self.bytes += len(data)
        while data:
            data = data[os.write(self.descriptor, data) :]

    def write_lines(self, lines: int, kind: str, length: int) -> None:
        now = time.time()
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03}+0000 INFO  line "
        filling = FILLERS[kind] * (length // len(FILLERS[kind]) + 1)
        block = []
        for _ in range(lines):
            self.lines += 1
            head = f"{stamp}{self.lines} ".encode()
            rest = max(0, length - len(head) - 1)
            fill = filling[:rest]
            if kind == "utf8":
                # A character that does not fit makes room for points.
                whole = fill.decode(errors="ignore").encode()
                fill = whole + b"." * (rest - len(whole))
            block.append(head + fill + b"\n")
        self.write(b"".join(block))

    def tick(self, seconds: float) -> None:
        self.owed += self.rate["lines"] * seconds
        lines = int(self.owed)
        if lines > 0:
            self.owed -= lines
            self.write_lines(lines, self.rate["kind"], self.rate["length"])

    def rotate(self, keep: int) -> None:
        if self.path is None:
            raise ValueError("circusd rotates what a stream is written to")
        for number in range(keep, 0, -1):
            older = f"{self.path}.{number - 1}" if number > 1 else self.path
            if os.path.exists(older):
                os.replace(older, f"{self.path}.{number}")
        os.close(self.descriptor)
        self.descriptor = open_log(self.path)


def open_log(path: str) -> int:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


def done(request: dict[str, Any], target: Target) -> dict[str, Any]:
    match request["do"]:
        case "write":
            target.write_lines(request["lines"], request["kind"], request["length"])
        case "rate":
            target.rate = request
        case "say":
            target.write(base64.b64decode(request["data"]))
        case "rotate":
            target.rotate(request["keep"])
        case "written":
            pass
        case other:
            raise ValueError(f"what is {other!r}?")
    return {"bytes": target.bytes, "lines": target.lines, "sha256": target.sum.hexdigest()}


def serve(connection: socket.socket, targets: dict[str, Target]) -> None:
    with connection, connection.makefile("rw") as file:
        try:
            request = json.loads(file.readline())
            answer = done(request, targets[request["to"]])
        except (ValueError, KeyError, OSError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        file.write(json.dumps(answer) + "\n")


def main() -> None:
    path, *files = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    targets = {"stdout": Target(1, None), "stderr": Target(2, None), **{file: Target(open_log(file), file) for file in files}}
    if os.path.exists(path):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    last = time.monotonic()
    while True:
        is_writing = any(each.rate["lines"] for each in targets.values())
        asked, _, _ = select.select([listener], [], [], TICK if is_writing else None)
        if not is_writing:
            last = time.monotonic()
        if asked:
            serve(listener.accept()[0], targets)
        now = time.monotonic()
        if now - last >= TICK:
            for target in targets.values():
                target.tick(min(now - last, 1))
            last = now


main()
