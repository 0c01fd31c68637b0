"""Logs of real processes under a real circusd, read while they are written and rotated."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zmq
from log_client import Log, reads, writer
from node_process import NodeProcess
from stand_in_service import STAND_IN
from waiting import PATIENCE

NETWORK = "127.0.93"

#: Prints numbered lines, some longer than a piece of circus's, some than a file, and at last whether it is done.
MANY = """
import os, random
chosen = random.Random(1)
for number in range(1000):
    os.write(1, b"%d " % number + "ä€😀".encode() * chosen.choice([1, 5, 30, 300]) + b"\\n")
os.write(1, "€".encode() * 50_000 + b"\\nend")
"""


def expected() -> bytes:
    """What MANY prints."""
    return subprocess.run([sys.executable, "-S", "-c", MANY], capture_output=True, check=True).stdout


def collected(log: Log, is_all: Callable[[bytes], bool], **asked: Any) -> bytes:
    """All of a log that is being written, without a lost or doubled byte."""
    content, position, deadline = b"", None, time.monotonic() + PATIENCE
    while not is_all(content):
        assert time.monotonic() < deadline, f"only {len(content)} bytes, and then nothing"
        answer = log.on(position, **asked)
        assert answer.get("error") is None
        assert answer["lost"] == 0
        content += answer["data"]
        position = answer["end"] or position
    return content


def digest(content: bytes) -> tuple[int, str]:
    return len(content), hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", ["FileStream", "circusman_node.log_stream.LogStream"])
def test_what_is_read_while_it_is_rotated_is_what_was_printed(node: Callable[..., NodeProcess], tmp_path: Path, name: str) -> None:
    lines = "stdout_stream.max_bytes = 20000\nstdout_stream.backup_count = 500"
    section = writer(tmp_path, "web", MANY, lines, "respawn = False\nautostart = False").replace("= FileStream", f"= {name}")
    one = node(section)
    one.call("start", name="web", waiting=False)
    content = collected(Log(one.call, "web", "stdout"), lambda seen: seen.endswith(b"\nend"), bytes=9000)
    assert digest(content) == digest(expected())
    assert digest(Log(one.call, "web", "stdout").all_back()) == digest(content)
    parts = [path.read_bytes() for path in tmp_path.glob("web.log*")]
    assert len(parts) > 20
    assert sum(not part.endswith(b"\n") for part in parts) <= 1 + 150_000 // 20_000  # the long line, and the last


def test_what_a_service_rotates_as_fast_as_it_can_is_read_whole(
    node: Callable[..., NodeProcess], make_service: Callable[..., Any], tmp_path: Path
) -> None:
    """It keeps all its older files, each renamed at every rotation, as circus does."""
    box = make_service(tables='[log_files]\n"log/x.log" = ""')
    (box.home / "log").mkdir()
    (tmp_path / "rotate.py").write_text("""
import os
for number in range(60):
    with open("log/x.log", "wb") as log:
        log.write(b"".join(b"%d %d\\n" % (number, line) for line in range(500)))
        log.flush()
    for age in range(number, 0, -1):
        os.rename(f"log/x.log.{age}", f"log/x.log.{age + 1}")
    os.rename("log/x.log", "log/x.log.1")
with open("log/x.log", "wb") as log:
    log.write(b"end")
""")
    watcher = box.watcher(lines="autostart = False\nrespawn = False")
    one = node(watcher.replace(str(STAND_IN), str(tmp_path / "rotate.py")), node_file=box.node_file)
    one.call("start", name="box", waiting=False)
    content = collected(Log(one.call, "box", "log/x.log"), lambda seen: seen.endswith(b"end"), bytes=1500)
    assert content == b"".join(b"%d %d\n" % (number, line) for number in range(60) for line in range(500)) + b"end"


def test_rotation_by_time_loses_nothing(node: Callable[..., NodeProcess], tmp_path: Path) -> None:
    program = "import time\nfor number in range(150):\n    print(number, end=' \\n'[number % 3 > 0])\n    time.sleep(0.01)\nprint('end')"
    section = writer(tmp_path, "web", program, "stdout_stream.rotate_when = S", "respawn = False")
    one = node(section.replace("= FileStream", "= circusman_node.log_stream.LogStream"))
    content = collected(Log(one.call, "web", "stdout"), lambda seen: seen.endswith(b"end\n"))
    assert content.decode() == "".join(f"{number}{' ' if number % 3 == 0 else chr(10)}" for number in range(150)) + "end\n"
    parts = [path.read_bytes() for path in tmp_path.glob("web.log*")]
    assert len(parts) >= 2
    assert all(part.endswith(b"\n") for part in parts if part)


#: Colours, all bytes that there are, a line longer than 1 MB, and no end of the last one.
ODD = b"\x1b[31mred\x1b[0m\r\n" + bytes(range(256)) * 20 + b"\n" + ("x" + "ä€" * 400_000).encode() + b"\n\xff no end"


def test_whatever_a_process_prints_is_read_as_it_was_printed(node: Callable[..., NodeProcess], tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(ODD)
    program = (
        f"import os\ncontent = open({str(tmp_path / 'odd')!r}, 'rb').read()\nwhile content:\n    content = content[os.write(1, content):]"
    )
    one = node(writer(tmp_path, "web", program, lines="respawn = False"))
    log = Log(one.call, "web", "stdout")
    assert digest(collected(log, lambda seen: seen.endswith(b" no end"))) == digest(ODD)
    assert digest(log.all_back(bytes=100_001)) == digest(ODD)
    hits = one.call("log-find", watcher="web", source="stdout", text="€ä€")["hits"]
    assert [(hit["at"]["offset"], hit["bytes"]) for hit in hits] == [(ODD.index("xä".encode()), 2_000_001)]


def test_a_log_of_100_mb_is_read_from_either_end_and_anywhere(watchers: Any, tmp_path: Path) -> None:
    with (tmp_path / "web.log").open("wb") as file:
        file.write(b"first\n")
        file.seek(100_000_000)
        file.write(b"\nlast\n")
    watchers.add("web", tmp_path / "web.log")
    log = Log(watchers.call, "web", "stdout")
    first, last = log.read(bytes=6), log.read(back=True, bytes=5)
    assert (first["data"], first["left"]) == (b"first\n", 100_000_000)
    assert (last["data"], last["left"]) == (b"last\n", 100_000_001)
    middle = log.on({"file": first["start"]["file"], "offset": 99_999_999}, bytes=3)
    assert (middle["data"], middle["left"]) == (b"\0\nl", 4)


def test_circusd_answers_others_while_logs_are_searched(node: Callable[..., NodeProcess], tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    one = node(writer(tmp_path / "logs", "web", "", lines="autostart = False"))
    (tmp_path / "logs" / "web.log").write_bytes(b"hay\n" * 5_000_000)
    find = {"watcher": "web", "source": "stdout", "text": "hay", "invert": True, "waiting": True}
    with one.connected(zmq.DEALER, one.endpoint) as dealer:
        for number in range(4):
            dealer.send_json({"id": f"find {number}", "command": "log-find", "properties": find})
        dealer.send_json({"id": "other", "command": "numwatchers"})
        answers = []
        for _ in range(5):
            assert dealer.poll(20_000)
            answers.append(dealer.recv_json())
    assert [answer["status"] for answer in answers] == ["ok"] * 5
    assert answers[0]["id"] == "other"
    asked = {"watcher": "web", "source": "stdout", "back": True}
    assert sum(len(answer["data"]) for answer in reads(one.call, [asked] * 64)) == 196_608
