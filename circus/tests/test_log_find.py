"""The command `log-find`: lines over pieces and files, in both directions, and within bounds."""

import base64
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
from log_client import Log, Watchers

from circusman_node.logs import find as find_module

WEB = {"watcher": "web", "source": "stdout"}


@pytest.fixture
def file(watchers: Watchers, tmp_path: Path) -> Path:
    """What the watcher `web` prints to."""
    watchers.add("web", tmp_path / "web.log")
    return tmp_path / "web.log"


def finding(watchers: Watchers, **asked: Any) -> Any:
    answer = watchers.call("log-find", **WEB, **asked)
    assert answer.pop("status") == "ok", answer
    return {**answer, "hits": [(hit["at"]["offset"], base64.b64decode(hit["data"]), hit["bytes"]) for hit in answer["hits"]]}


def texts(answer: Any) -> list[bytes]:
    return [text for _, text, _ in answer["hits"]]


def everything(watchers: Watchers, **asked: Any) -> list[bytes]:
    """All hits, call by call."""
    found: list[bytes] = []
    position: Any = {}
    while True:
        answer = finding(watchers, **position, **asked)
        found += texts(answer)
        if answer["left"] == 0:
            return found
        assert answer["lost"] == 0
        assert answer["end"] != position
        position = answer["end"]


def at_rest(file: Path) -> None:
    """Was last written to a while ago."""
    os.utime(file, (1, 1))


def test_lines_with_the_text_are_told_with_their_places(watchers: Watchers, file: Path) -> None:
    file.write_bytes(b"one\ntwo needle\nthree\nNEEDLE four needle\n\nfive")
    at_rest(file)
    answer = finding(watchers, text="needle")
    assert answer["hits"] == [(4, b"two needle", 10), (21, b"NEEDLE four needle", 18)]
    assert (answer["end"]["offset"], answer["left"], answer["scanned"], answer["lost"]) == (45, 0, 45, 0)
    assert texts(finding(watchers, text="needle", back=True)) == [b"NEEDLE four needle", b"two needle"]
    assert texts(finding(watchers, text="Needle", ignoreCase=True)) == [b"two needle", b"NEEDLE four needle"]
    assert texts(finding(watchers, text="needle", invert=True)) == [b"one", b"three", b"", b"five"]
    assert texts(finding(watchers, text="needle", invert=True, back=True)) == [b"five", b"", b"three", b"one"]
    assert texts(finding(watchers, text="NEEDLE", ignoreCase=True, invert=True)) == [b"one", b"three", b"", b"five"]
    assert texts(finding(watchers, text="")) == file.read_bytes().split(b"\n")
    assert finding(watchers, text="", back=True)["end"] is None
    assert finding(watchers, text="none", **answer["end"])["end"] == answer["end"]


def test_case_is_ignored_outside_of_ascii_too(watchers: Watchers, file: Path) -> None:
    file.write_bytes("straße\nÄRGER\närgerlich\ndéjà\nDÉJÀ\n".encode() + b"\xc4 no UTF-8\n")
    assert texts(finding(watchers, text="Ärger", ignoreCase=True)) == ["ÄRGER".encode(), "ärgerlich".encode()]
    assert texts(finding(watchers, text="Ärger", ignoreCase=True, invert=True, back=True))[0] == b"\xc4 no UTF-8"
    assert texts(finding(watchers, text="Déjà", ignoreCase=True, back=True)) == ["DÉJÀ".encode(), "déjà".encode()]
    assert texts(finding(watchers, text="ärger")) == ["ärgerlich".encode()]


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1000])
def test_a_line_is_looked_at_once_however_it_lies_on_pieces_and_files(
    watchers: Watchers, file: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(find_module, "_PIECE", piece)
    chosen = random.Random(piece)
    for _ in range(12):
        content = "".join(chosen.choice("ab\n") for _ in range(60)).encode()
        cuts = sorted(chosen.sample(range(60), 2))
        for name, part in zip(
            ("web.log.2", "web.log.1", "web.log"), (content[: cuts[0]], content[cuts[0] : cuts[1]], content[cuts[1] :]), strict=True
        ):
            file.with_name(name).write_bytes(part)
            at_rest(file.with_name(name))
        lines = content.removesuffix(b"\n").split(b"\n") if content else []
        most = chosen.choice([1, 2, 1000])
        for asked, wanted in (
            ({"text": "ab"}, [line for line in lines if b"ab" in line]),
            ({"text": "AB", "ignoreCase": True, "invert": True}, [line for line in lines if b"ab" not in line]),
        ):
            assert everything(watchers, **asked, lines=most) == wanted
            assert everything(watchers, **asked, lines=most, back=True) == wanted[::-1]


def test_a_call_ends_when_its_time_or_its_bytes_are_over(watchers: Watchers, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"hay\n" * 12_000_000 + b"needle\n")
    answer = finding(watchers, text="needle")
    assert answer["scanned"] <= 16_500_000
    assert answer["scanned"] + answer["left"] == 48_000_007
    assert everything(watchers, text="needle") == everything(watchers, text="needle", back=True) == [b"needle"]
    monkeypatch.setattr(find_module, "_MOST_TIME", 0)
    answer = finding(watchers, text="needle")
    assert 0 < answer["scanned"] <= 500_000


def test_the_answer_is_bounded(watchers: Watchers, file: Path) -> None:
    file.write_bytes((b"x" * 10_000 + b"\n") * 100 + b"y\n" * 5000)
    answer = finding(watchers, text="x")
    assert 40 <= len(answer["hits"]) < 50
    assert answer["hits"][1] == (10_001, b"x" * 4096, 10_000)
    assert answer["end"]["offset"] == len(answer["hits"]) * 10_001
    assert len(everything(watchers, text="x")) == 100
    assert len(finding(watchers, text="y")["hits"]) == len(finding(watchers, text="y", lines=5000, back=True)["hits"]) == 1000
    assert len(finding(watchers, text="y", lines=3)["hits"]) == 3


def test_a_line_longer_than_a_piece_is_one_and_an_endless_one_is_cut(watchers: Watchers, file: Path) -> None:
    file.write_bytes(b"before\n" + b"x" * 1_500_000 + b"needle" + b"x" * 1_500_000 + b"\nafter\n")
    for back in (False, True):
        assert [(at, size) for at, _, size in finding(watchers, text="needle", back=back)["hits"]] == [(7, 3_000_006)]
    with file.open("wb") as long:
        long.truncate(30_000_000)
    assert everything(watchers, text="needle") == everything(watchers, text="needle", back=True) == []


def test_a_last_line_without_an_end_waits_for_it_while_it_is_written(watchers: Watchers, file: Path) -> None:
    file.write_bytes(b"one\nneed")
    now = time.time() + 1000
    os.utime(file, (now, now))
    answer = finding(watchers, text="need")
    assert (answer["hits"], answer["end"]["offset"], answer["left"]) == ([], 4, 0)
    assert texts(finding(watchers, text="need", back=True)) == [b"need"]
    with file.open("ab") as more:
        more.write(b"le\n")
    assert texts(finding(watchers, text="need", **answer["end"])) == [b"needle"]


def test_what_is_gone_is_told(watchers: Watchers, file: Path) -> None:
    assert finding(watchers, text="x") == {"hits": [], "end": None, "left": 0, "scanned": 0, "lost": 0}
    file.write_bytes(b"one x\n")
    end = finding(watchers, text="x")["end"]
    file.unlink()
    assert finding(watchers, text="x", **end) == {"hits": [], "end": None, "left": 0, "scanned": 0, "lost": None}
    file.write_bytes(b"two x\n")
    answer = finding(watchers, text="x", **end)
    assert (texts(answer), answer["lost"]) == ([b"two x"], None)


@pytest.mark.parametrize("asked", [{"text": "a\nb"}, {"text": "a" * 1001}])
def test_a_text_that_is_no_line_is_refused(watchers: Watchers, file: Path, asked: dict[str, Any]) -> None:
    answer = watchers.call("log-find", **WEB, **asked)
    assert answer["reason"] == "the text to look for must be one line of at most 1000 characters"
    assert Log(watchers.call, "web", "stdout").read()["data"] == b""
