"""The commands `log-sources` and `log` of a real node: positions, rotated files, and what is gone."""

import base64
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from log_client import Log, Watchers, reads, sources, writer
from node_process import NodeProcess

from circusman_node.errors import NodeError
from circusman_node.logs.read import Place, found
from circusman_node.logs.sources import Source

NETWORK = "127.0.91"


@pytest.fixture
def quiet(watchers: Watchers, tmp_path: Path) -> tuple[Log, Path]:
    """A log that only the test writes to, and its file, which is not there yet."""
    watchers.add("web", tmp_path / "web.log")
    return Log(watchers.call, "web", "stdout"), tmp_path / "web.log"


def write(file: Path, text: str, modified: int) -> None:
    """A file with that text, and that time, in seconds since the epoch, of its last change."""
    file.write_text(text)
    os.utime(file, (modified, modified))


def test_what_was_printed_is_read_in_both_directions(
    node: Callable[..., NodeProcess], tmp_path: Path, eventually: Callable[..., Any]
) -> None:
    one = node(writer(tmp_path, "web", "print('a' * 5000)\nprint('b', end='')\nimport time\ntime.sleep(60)"))
    log, content = Log(one.call, "web", "stdout"), b"a" * 5000 + b"\nb"
    eventually(lambda: log.read()["data"] == content)
    answer = log.read(bytes=10)
    assert (answer["data"], answer["name"], answer["left"], answer["lost"]) == (b"a" * 10, "web.log", 4992, 0)
    assert (answer["start"]["offset"], answer["end"]["offset"]) == (0, 10)
    assert answer["modified"] == pytest.approx(os.stat(tmp_path / "web.log").st_mtime)
    last = log.read(bytes=3, back=True)
    assert (last["data"], last["left"], last["start"]["offset"], last["end"]["offset"]) == (b"a\nb", 4999, 4999, 5002)
    assert log.on(last["start"], bytes=2, back=True)["data"] == b"aa"
    assert log.on(last["end"])["data"] == b""
    assert log.all(bytes=999) == log.all_back(bytes=999) == content
    assert [(file["name"], file["size"]) for file in sources(one.call, "WEB")["stdout"]["files"]] == [("web.log", 5002)]


def test_rotated_files_are_one_log_with_the_written_one(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    chain = [("web.log-20261127", "aa", 1), ("web.log.12", "bbb", 2), ("web.log.2", "", 2), ("web.log.1", "cc", 2), ("web.log", "dd", 1)]
    for name, text, modified in chain:
        write(file.with_name(name), text, modified)
    for other in ("web.log.gz", "web.log.1.gz", "web.logs", "web.log.old", "new.web.log.1", "web.log.1x"):
        file.with_name(other).write_text("other")
    assert [one["name"] for one in sources(log.call, "web")["stdout"]["files"]] == [name for name, _, _ in chain]
    assert log.all(bytes=2) == log.all_back(bytes=2) == b"aabbbccdd"
    first = log.read()
    assert (first["data"], first["left"]) == (b"aa", 7)
    assert first["end"] == log.on(first["end"])["start"]
    assert log.on({"file": first["start"]["file"]}, back=True)["data"] == b"aa"


def test_a_log_without_a_file_is_read_when_it_comes(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    nothing = {"data": b"", "name": "web.log", "start": None, "end": None, "modified": None, "left": 0, "lost": 0}
    assert log.read() == log.read(back=True) == nothing
    assert sources(log.call, "web")["stdout"]["files"] == []
    file.write_text("now")
    assert log.read()["data"] == b"now"
    file.unlink()
    file.parent.rename(file.parent.with_name(f"{file.parent.name}-gone"))
    assert log.read() == nothing
    assert (
        sources(log.call, "web")["stdout"]["problem"]
        == f"there is no folder {file.parent}, where stdout of web is to be written; create it"
    )


def test_a_folder_that_vanishes_while_it_is_read_has_no_files(quiet: tuple[Log, Path], tmp_path: Path) -> None:
    log = Source("web", "stdout", tmp_path / "logs" / "web.log", None, None)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "web.log").write_text("gone")
    with log.folder() as folder:
        assert folder is not None
        shutil.rmtree(tmp_path / "logs")
        with found(log, folder, Place()) as here:
            assert here is None
    with pytest.raises(NodeError, match=r"logs cannot be read \(it went\)"), log.folder():
        raise FileNotFoundError(2, "it went")


def test_a_position_holds_over_rotations(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    file.write_text("one two")
    position = log.read(bytes=4)["end"]
    file.rename(file.with_name("web.log.1"))
    file.write_text("three")
    answer = log.on(position)
    assert (answer["data"], answer["name"], answer["left"], answer["lost"]) == (b"two", "web.log.1", 5, 0)
    assert log.on(answer["end"])["data"] == b"three"
    assert log.on(log.on(answer["end"])["start"], back=True)["data"] == b"one two"


def test_what_is_written_to_a_renamed_file_is_read_until_the_new_one_has_something(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    with file.open("a", buffering=1) as old:
        old.write("one\n")
        position = log.read()["end"]
        file.rename(file.with_name("web.log.1"))
        file.touch()
        old.write("two\n")
        position = log.on(position)["end"]
        old.write("three\n")
        assert log.on(position)["data"] == b"three\n"
    file.write_text("four\n")
    assert log.on(log.on(position)["end"])["data"] == b"four\n"


def test_a_truncated_file_is_read_from_its_beginning(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    write(file.with_name("web.log.1"), "before", 1)
    file.write_text("one two")
    position = log.read(back=True)["end"]
    os.truncate(file, 0)
    answer = log.on(position)
    assert (answer["data"], answer["lost"], answer["end"]["offset"]) == (b"", None, 0)
    file.write_text("three, and more than there was")
    for asked in (position, answer["end"]):
        assert log.on(asked)["data"] == b"three, and more than there was"
    assert log.on(position)["lost"] is None
    assert log.on(answer["end"])["lost"] == 0
    back = log.on(position, back=True)
    assert (back["data"], back["lost"]) == (b"before", None)


def test_a_file_that_is_copied_and_then_truncated_goes_on_in_its_copy(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    write(file.with_name("web.log.2"), "before " * 20, 1)
    file.write_text("what is in it when it is known, one two")
    position = log.read(back=True, bytes=3)["start"]
    for number, text in ((1, "first words of the second file, and so on"), (0, "first words of the third file, and so on")):
        if number == 0:
            file.with_name("web.log.2").unlink()
            file.with_name("web.log.1").rename(file.with_name("web.log.2"))
        file.with_name("web.log.1").write_bytes(file.read_bytes())
        file.write_text(text)
    answer = log.on(position)
    assert (answer["data"], answer["lost"], answer["name"]) == (b"two", 0, "web.log.2")
    assert log.on(answer["end"])["data"] == b"first words of the second file, and so on"
    assert log.on(position, back=True)["data"] == b"what is in it when it is known, one "


def test_what_was_rotated_away_is_lost_and_the_rest_goes_on(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    file.write_text("one two")
    position = log.read(bytes=4)["end"]
    for number in (2, 1):
        file.rename(file.with_name(f"web.log.{number}"))
        write(file, f"later {number}", 10 - number)
    file.with_name("web.log.2").unlink()
    answer = log.on(position)
    assert (answer["data"], answer["lost"]) == (b"later 2", None)
    assert log.on(answer["end"])["data"] == b"later 1"
    back = log.on(position, back=True)
    assert (back["data"], back["left"], back["lost"]) == (b"", 0, None)


def test_what_is_older_than_a_removed_file_is_not_read_again(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    write(file.with_name("web.log.1"), "before", 1)
    file.write_text("one")
    position = log.read(back=True)["end"]
    file.unlink()
    answer = log.on(position)
    assert (answer["data"], answer["lost"]) == (b"", None)
    assert log.on(position, back=True)["data"] == b"before"
    file.write_text("two")
    assert log.on(answer["end"])["data"] == log.on(position)["data"] == b"two"


def test_another_file_with_the_same_inode_is_another_one(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    beginning = "every start prints the same many words, more of them than the checksum is made of\n"
    for _ in range(200):  # until the file system gives an inode again
        file.write_text(f"{beginning}one")
        position, inode = log.read()["end"], file.stat().st_ino
        file.unlink()
        file.write_text(f"{beginning}two, and more")
        answer = log.on(position)
        assert (answer["data"], answer["lost"]) == (f"{beginning}two, and more".encode(), None)
        if file.stat().st_ino == inode:
            return
        file.unlink()
    pytest.skip("this file system gave no inode a second time")


def test_each_read_has_its_fair_share_and_its_own_error(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    file.write_bytes(b"x" * 400_000)
    file.with_name("web.log.1").write_bytes(b"y" * 10)
    one = {"watcher": "web", "source": "stdout"}
    first, second, short, wrong, none = reads(
        log.call, [{**one, "back": True}, {**one, "back": True, "bytes": 500_000}, one, {**one, "file": "x"}, {**one, "watcher": "wob"}]
    )
    assert (len(first["data"]), len(second["data"]), len(short["data"])) == (98_299, 98_299, 10)
    assert wrong == {"error": "'file' is none that an answer of this node gave"}
    assert none == {"error": "no watcher 'wob' here"}
    assert len(log.read(back=True)["data"]) == 196_608
    assert [len(answer["data"]) for answer in reads(log.call, [{**one, "back": True}] * 2, bytes=1001)] == [500, 501]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ([1], "read 1 of log is no object"),
        ([{"watcher": "web"}], "read 1 of log needs 'source'"),
        (
            [{"watcher": "web", "source": "stdout", "line": 1}],
            "read 1 of log has no 'line'; it may have watcher, source, file, offset, back, bytes",
        ),
        ([{"watcher": "web", "source": "stdout", "offset": "1"}], "'offset' of read 1 of log must be a whole number"),
        ([{"watcher": "web", "source": "stdout"}] * 65, "log takes at most 64 reads at once"),
    ],
)
def test_a_wrong_question_is_refused(quiet: tuple[Log, Path], asked: Any, reason: str) -> None:
    answer = quiet[0].call("log", reads=asked)
    assert (answer["status"], answer["reason"]) == ("error", reason)


def test_a_watcher_whose_output_goes_to_no_file_says_so(node: Callable[..., NodeProcess]) -> None:
    one = node("[watcher:web]\ncmd = sleep 60\nautostart = False\n", has_statistics=True)
    sentence = (
        "stdout of web goes to no file; give it stdout_stream.class = FileStream and stdout_stream.filename = FILE "
        f"in [watcher:web] of {one.ini}"
    )
    said = sources(one.call, "web")["stdout"]
    assert said == {"watcher": "web", "source": "stdout", "files": [], "time": None, "problem": sentence, "nowhere": True}
    assert Log(one.call, "web", "stdout").read() == {"error": sentence}
    everything = one.call("log-sources")
    assert {source["watcher"] for source in everything["sources"]} == {"web"}
    assert isinstance(everything["utcOffset"], int)
    assert sources(one.call, "gone")["stdout"]["problem"] == "no watcher 'gone' here"


def test_names_that_circus_takes_for_one_are_not_read(watchers: Watchers, tmp_path: Path) -> None:
    watchers.add("web", tmp_path / "web.log")
    watchers.add("Web", tmp_path / "other.log")
    assert "circus takes Web and web for one name" in Log(watchers.call, "web", "stdout").read()["error"]
    assert "circus takes Web and web for one name" in sources(watchers.call, "Web")["stdout"]["problem"]


def test_another_watcher_s_file_is_not_a_rotated_one(watchers: Watchers, tmp_path: Path) -> None:
    watchers.add("one", tmp_path / "log", tmp_path / "log.2")
    watchers.add("two", tmp_path / "log.1")
    for name in ("log", "log.1", "log.2", "log.3", "log.1.1"):
        (tmp_path / name).write_text(f"<{name}>")
    assert Log(watchers.call, "one", "stdout").all() == b"<log.3><log>"
    assert Log(watchers.call, "two", "stdout").all() == b"<log.1.1><log.1>"


def test_what_is_read_is_deflated_on_demand_and_more_goes_into_an_answer_then(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    lines = b"".join(b"%07d 2026-11-28 INFO all is well\n" % number for number in range(40_000))
    file.write_bytes(lines)
    piece = _deflated(log)
    assert piece["deflated"] is True
    data = zlib.decompress(base64.b64decode(piece["data"]))
    assert data == lines[:786_432]
    assert piece["end"]["offset"] == len(data)
    assert piece["left"] == len(lines) - len(data)


def test_what_becomes_no_smaller_is_sent_as_it_is(quiet: tuple[Log, Path]) -> None:
    log, file = quiet
    noise = os.urandom(500_000)
    file.write_bytes(noise)
    piece = _deflated(log)
    assert "deflated" not in piece
    assert base64.b64decode(piece["data"]) == noise[:196_608]
    assert piece["left"] == len(noise) - 196_608


def _deflated(log: Log) -> Any:
    reply = log.call("log", reads=[{"watcher": log.watcher, "source": log.source}], deflate=True)
    assert reply["status"] == "ok", reply
    return reply["reads"][0]
