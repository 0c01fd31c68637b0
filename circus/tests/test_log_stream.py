"""What writes the output of a watcher's processes: byte for byte, and rotated where a line ends."""

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import circus.stream
import pytest
from circus.stream import get_stream
from log_client import Log, writer
from node_process import NodeProcess

from circusman_node import log_stream
from circusman_node.log_stream import LogStream

NETWORK = "127.0.92"


def printed(stream: Any, content: bytes, piece: int = 1024) -> None:
    """As a process prints it, in pieces as circus reads them."""
    for at in range(0, len(content), piece):
        stream({"data": content[at : at + piece], "pid": 1, "name": "stdout"})
    stream.close()


def files(file: Path) -> list[bytes]:
    """What is in the log's files, those of numbers, oldest first."""
    older = sorted(file.parent.glob(f"{file.name}.*"), key=lambda path: -int(path.suffix[1:]))
    return [path.read_bytes() for path in (*older, file)]


def test_what_was_printed_is_written_byte_for_byte(tmp_path: Path) -> None:
    content = b"\xff\x00\r\n" + ("x" + "ä€😀" * 500 + "\n").encode() + os.urandom(5000) + b"\x1b[31mred\x1b[0m no end"
    for piece in (1, 3, 1024):
        stream = LogStream(filename=str(tmp_path / f"{piece}.log"))
        printed(stream, content, piece)
        assert (tmp_path / f"{piece}.log").read_bytes() == content
        stream.open()
        printed(stream, b"more")
        assert (tmp_path / f"{piece}.log").read_bytes() == content + b"more"


@pytest.mark.parametrize("piece", [1, 7, 100, 1024])
def test_a_file_that_is_rotated_by_size_ends_with_a_line(tmp_path: Path, piece: int) -> None:
    chosen, file = random.Random(piece), tmp_path / "out.log"
    content = b"".join(b"%d " % number + b"x" * chosen.randrange(60) + b"\n" for number in range(300))
    printed(LogStream(filename=str(file), max_bytes="1000", backup_count="500"), content, piece)
    parts = files(file)
    assert b"".join(parts) == content
    assert len(parts) > 5
    assert all(part.endswith(b"\n") for part in parts)
    assert max(len(part) for part in parts) < 1070
    assert min(len(part) for part in parts[:-1]) > 900


def test_a_line_as_long_as_a_whole_file_goes_on_in_the_next(tmp_path: Path) -> None:
    file, content = tmp_path / "out.log", b"short\n" + b"x" * 10_000 + b"\nlast\n"
    printed(LogStream(filename=str(file), max_bytes=1000, backup_count=20), content, 100)
    assert b"".join(files(file)) == content
    assert [len(part) for part in files(file)] == [1006, *[1000] * 9, len(b"\nlast\n")]


def test_no_more_older_files_are_kept_than_told_and_none_without_a_number(tmp_path: Path) -> None:
    printed(LogStream(filename=str(tmp_path / "few.log"), max_bytes=100, backup_count=2), b"x" * 49 + b"\n" + b"y\n" * 500)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["few.log", "few.log.1", "few.log.2"]
    printed(LogStream(filename=str(tmp_path / "one.log"), max_bytes=100), b"y\n" * 500)
    assert (tmp_path / "one.log").read_bytes() == b"y\n" * 500


def test_a_file_that_is_rotated_by_time_ends_with_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr("circus.stream.file_stream.time_.time", lambda: now)
    stream = LogStream(filename=str(tmp_path / "out.log"), rotate_when="s", backup_count=2, utc="True")
    for number in range(5):
        printed(stream, b"begun %d, " % number)
        now += 10
        stream.open()
        printed(stream, b"ended %d\nnext\n" % number)
        stream.open()
    parts = [path.read_bytes() for path in sorted(tmp_path.iterdir(), key=lambda path: path.name.ljust(30, "~"))]
    assert parts == [b"next\nbegun 3, ended 3\n", b"next\nbegun 4, ended 4\n", b"next\n"]
    assert all(re.fullmatch(r"out\.log(\.\d{14})?", path.name) for path in tmp_path.iterdir())


def test_a_rotation_or_a_write_that_fails_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "out.log"
    stream = LogStream(filename=str(file), max_bytes=100, backup_count=1)
    (tmp_path / "out.log.1").mkdir()
    with caplog.at_level("ERROR"):
        printed(stream, b"line\n" * 100, 10)
        assert file.read_bytes() == b"line\n" * 100
        assert [one.getMessage() for one in caplog.records] == [f"{file} is not rotated (Is a directory)"]
        caplog.clear()

        def full(_descriptor: int, _data: bytes) -> int:
            raise OSError(28, "No space left on device")

        stream.open()
        with monkeypatch.context() as disk:
            disk.setattr(os, "write", full)
            printed(stream, b"lost\n" * 10, 10)
        stream.open()
        printed(stream, b"after\n")
        assert file.read_bytes() == b"line\n" * 100 + b"after\n"
        assert [one.getMessage() for one in caplog.records] == [
            f"{file} cannot be written to (No space left on device): what is printed is lost",
            f"{file} is written to again; 50 bytes were lost before",
        ]


def test_circus_s_own_streams_damage_nothing_either_but_where_they_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FileStream", "WatchedFileStream", "TimedRotatingFileStream"):
        monkeypatch.setattr(circus.stream, name, getattr(circus.stream, name))
    log_stream.put_in_place()
    content = ("ä" * 3001 + "\n").encode()
    for name, options in (("FileStream", {}), ("WatchedFileStream", {}), ("TimedRotatingFileStream", {"rotate_when": "D"}), ("", {})):
        file = tmp_path / f"{name}.log"
        printed(get_stream({**({"class": name} if name else {}), "filename": str(file), **options}), content, 1023)
        assert file.read_bytes() == content
    stamped = tmp_path / "stamped.log"
    printed(get_stream({"class": "FileStream", "filename": str(stamped), "time_format": "%Y"}), b"one\ntwo\n")
    assert re.fullmatch(r"\d{4} \[1\] \| one\n\d{4} \[1\] \| two\n", stamped.read_text())
    with pytest.raises(ValueError, match="stamps no time into the file"):
        LogStream(filename=str(stamped), time_format="%Y")


@pytest.mark.parametrize("name", ["FileStream", "circusman_node.log_stream.LogStream"])
def test_a_real_circusd_writes_what_was_printed_to_the_last_byte(
    node: Callable[..., NodeProcess], tmp_path: Path, eventually: Callable[..., Any], name: str
) -> None:
    """Of processes that end as soon as they have filled their pipe."""
    program = "import os\nos.write(1, ('ä€' * 9999 + '\\n').encode() + b'\\xff')\nos.write(2, b'why\\n')"
    section = writer(
        tmp_path, "web", program, f"stderr_stream.class = {name}\nstderr_stream.filename = {tmp_path}/err.log", "respawn = False"
    )
    one = node(section.replace("stdout_stream.class = FileStream", f"stdout_stream.class = {name}"))
    content = ("ä€" * 9999 + "\n").encode() + b"\xff"
    eventually(lambda: one.call("status", name="web")["status"] == "stopped")
    assert Log(one.call, "web", "stdout").all() == content
    assert Log(one.call, "web", "stderr").all() == b"why\n"
    one.call("start", name="web")
    eventually(lambda: (tmp_path / "err.log").read_bytes() == b"why\n" * 2)
    eventually(lambda: Log(one.call, "web", "stdout").all() == content * 2)


def test_what_a_process_prints_while_it_is_stopped_is_written(
    node: Callable[..., NodeProcess], tmp_path: Path, eventually: Callable[..., Any]
) -> None:
    program = (
        "import os, signal\ndef end(*_):\n    os.write(1, b'x' * 60_000 + b'last words')\n    os._exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\nos.write(1, b'up ')\nsignal.pause()"
    )
    one = node(writer(tmp_path, "web", program))
    log = Log(one.call, "web", "stdout")
    for times in (1, 2):
        eventually(lambda times=times: log.all().count(b"up ") == times)
        one.call("stop", name="web")
        assert log.all() == (b"up " + b"x" * 60_000 + b"last words") * times
        one.call("start", name="web")
