"""Killed at any moment of a reset, all folders are there or none is, and what is left is done later."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from crashes import in_child, killed_before_call
from filled_home import CONF, DATA, INNER_LOG, LOGS, Filled, make_filled, tree

from circusman_node.errors import NodeError
from circusman_node.guard import start_refusal
from circusman_node.node import Node
from circusman_node.node_file import NodeFile

EVERYTHING = CONF | LOGS | DATA | INNER_LOG | {"logs/out.log", "logs/old/out.log"}


def reset_all(filled: Filled) -> None:
    """Of data and logs; circusd logs to two files among them."""
    logs = filled.home.resolve() / "logs"
    filled.reset(data=True, logs=True, streams=[logs / "out.log", logs / "old/out.log"])


def is_done(filled: Filled) -> bool:
    """Whether the reset has been done; it has been or has not, and nothing of it is under way or left once the leftovers are removed."""
    done = not (filled.home / "data/graph.db").exists()
    assert filled.state.read_json("reset-box.json") is None
    assert filled.aside() == ({"graph.db", "rrd", "logs"} if done else set())
    filled.remove()
    assert filled.tree() == (CONF | {"logs/out.log", "logs/old/out.log"} if done else EVERYTHING)
    for stream in ("logs/out.log", "logs/old/out.log"):
        assert (filled.home / stream).read_text() == ("" if done else "said")
    return done


def killed_in_reset(filled: Filled, call: int) -> bool:
    for stream in ("logs/out.log", "logs/old/out.log"):
        (filled.home / stream).write_text("said")
    return killed_before_call(call, lambda: reset_all(filled))


def test_killed_before_any_call_it_is_done_or_not_after_a_recovery_that_is_killed_too(
    tmp_path: Path, make_service: Callable[..., Any]
) -> None:
    seen = set()
    call, killed = 1, True
    while killed:
        filled = make_filled(tmp_path, make_service, f"box{call}")
        killed = killed_in_reset(filled, call)
        killed_before_call(1 + call % 11, filled.recover)  # once more, at another call each time
        filled.recover()
        seen.add(is_done(filled))
        call += 1
    assert seen == {False, True}
    assert call > 40


def kill_between_two_renames(filled: Filled) -> None:
    """The folder `data/graph.db` is aside then, and `data/rrd` is not."""
    real = os.rename

    def rename(old: str, new: str, **options: int) -> None:
        if old == "rrd":
            os._exit(7)
        real(old, new, **options)

    def reset() -> None:
        os.rename = rename
        filled.reset(data=True)

    assert os.WEXITSTATUS(in_child(reset)) == 7
    assert filled.tree() & DATA != set()
    assert filled.aside() == {"graph.db"}


def test_what_was_cut_short_is_not_removed_before_it_is_ended(filled: Filled) -> None:
    kill_between_two_renames(filled)
    filled.remove()
    assert filled.aside() == {"graph.db"}
    assert filled.recover()
    assert filled.aside() == {"graph.db", "rrd"}
    filled.remove()
    assert filled.tree() == CONF | LOGS


def test_what_was_cut_short_is_ended_by_the_next_reset(filled: Filled) -> None:
    kill_between_two_renames(filled)
    assert [folder["files"] for folder in filled.reset(data=True)] == [0, 0]
    filled.remove()
    assert filled.tree() == CONF | LOGS


def test_what_was_cut_short_is_ended_before_a_start(filled: Filled, eventually: Any) -> None:
    kill_between_two_renames(filled)
    one = Node(None, filled.home / "circus.ini", NodeFile(), filled.state, {"box": filled.service}, 0.0)
    assert start_refusal(one, "box") is None
    assert not (filled.home / "data/rrd").exists()
    eventually(lambda: filled.tree() == CONF | LOGS)


def test_what_was_cut_short_is_ended_at_the_next_start_of_circusd(
    node: Callable[..., Any], make_service: Callable[..., Any], filled: Filled, eventually: Any
) -> None:
    made = make_service("other")
    one = node(filled_watcher(made), node_file=made.node_file)
    one.kill()
    kill_between_two_renames(Filled(filled.service, type(filled.state)(one.state)))
    one.start()
    eventually(lambda: filled.tree() == CONF | LOGS)
    assert one.call("start", name="box")["status"] == "ok"


def filled_watcher(made: Any) -> str:
    return made.watcher().replace("[watcher:other]", "[watcher:box]")


def test_what_cannot_be_ended_keeps_the_watcher_from_starting_until_it_can(filled: Filled) -> None:
    kill_between_two_renames(filled)
    os.rename(filled.home / "data", filled.home / "away")
    one = Node(None, filled.home / "circus.ini", NodeFile(), filled.state, {"box": filled.service}, 0.0)
    refusal = start_refusal(one, "box")
    assert refusal is not None and refusal.startswith("a reset of box was cut short and cannot be ended: data/graph.db: the folder data")
    with pytest.raises(NodeError, match="a reset of box was cut short"):
        filled.reset(data=True)
    os.rename(filled.home / "away", filled.home / "data")
    assert start_refusal(one, "box") is None


def test_a_folder_that_is_neither_there_nor_aside_is_named(filled: Filled) -> None:
    kill_between_two_renames(filled)
    os.rename(filled.home / "data/rrd", filled.home / "away")
    with pytest.raises(NodeError, match=r"neither data/rrd nor \.rrd\.circusman-gone-.* is there; mount what is missing, or make data/rrd"):
        filled.recover()
    (filled.home / "data/rrd").mkdir()
    assert filled.recover()


def test_what_was_made_anew_since_stays(filled: Filled) -> None:
    kill_between_two_renames(filled)
    (filled.home / "data/graph.db").mkdir()
    (filled.home / "data/graph.db/new").touch()
    assert filled.recover()
    filled.remove()
    assert filled.tree() == CONF | LOGS | {"data/graph.db/new"}


def test_what_cannot_be_moved_back_either_is_said_and_ended_later(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    real, moves = os.rename, []

    def rename(old: str, new: str, **options: int) -> None:
        moves.append(old)
        if len(moves) > 1:
            raise OSError(5, "Input/output error", old)
        real(old, new, **options)

    with monkeypatch.context() as patch:
        patch.setattr("os.rename", rename)
        told = r"rrd in .* \(Input/output error\); nor can what was moved be moved back .*: the next start or reset of box ends this reset"
        with pytest.raises(NodeError, match=told):
            filled.reset(data=True)
    filled.remove()
    assert filled.aside() == {"graph.db"}
    assert filled.recover()
    assert filled.aside() == {"graph.db", "rrd"}


def test_a_record_that_stays_when_all_is_back_is_named(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(old: str, _new: str, **_options: int) -> None:
        raise OSError(5, "Input/output error", old)

    def no(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr("os.rename", rename)
        patch.setattr("circusman_node.reset.reset.remove_intent", no)
        record = re.escape(str(filled.state.path / "reset-box.json"))
        with pytest.raises(NodeError, match=rf"nothing was moved, but the record .*: remove {record}, or the next start of box"):
            filled.reset(data=True)
    assert filled.tree() == CONF | LOGS | DATA | INNER_LOG


def test_a_removal_under_way_leaves_what_a_failing_reset_puts_back(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.rename

    def rename(old: str, new: str, **options: int) -> None:
        if old == "rrd":
            filled.remove()
            raise PermissionError(13, "Permission denied", old)
        real(old, new, **options)

    monkeypatch.setattr("os.rename", rename)
    with pytest.raises(NodeError, match="nothing was changed"):
        filled.reset(data=True)
    assert (filled.tree(), filled.aside()) == (CONF | LOGS | DATA | INNER_LOG, set())


def test_a_broken_record_is_named(filled: Filled) -> None:
    filled.state.write_json("reset-box.json", {"home": "/"})
    for asked in (filled.recover, lambda: filled.reset(data=True)):
        with pytest.raises(NodeError, match=r"reset-box\.json is no record of a reset; restore it, or remove it and reset"):
            asked()


def test_what_a_crash_leaves_is_removed_at_the_next_start(box: tuple[Any, Path], eventually: Any) -> None:
    one, home = box
    one.kill()
    os.rename(home / "data/graph.db", home / "data/.graph.db.circusman-gone-0a1b2c3d")
    one.start()
    eventually(lambda: tree(home) == CONF | LOGS | {"data/rrd/rrd"})
    assert not (home / "data/.graph.db.circusman-gone-0a1b2c3d").exists()


def test_a_circusd_killed_while_it_removes_goes_on_at_its_next_start(box: tuple[Any, Path], eventually: Any) -> None:
    one, home = box
    for number in range(5_000):
        (home / "data/graph.db" / str(number)).touch()
    assert one.call("reset", watcher="box")["reset"] is True
    one.kill()
    assert not (home / "data/graph.db").exists()
    one.start()
    eventually(lambda: tree(home) == CONF | LOGS)


def test_what_a_crash_leaves_is_removed_by_the_next_reset(filled: Filled) -> None:
    os.rename(filled.home / "data/graph.db", filled.home / "data/.graph.db.circusman-gone-0a1b2c3d")
    (filled.home / "data/graph.db").mkdir()
    filled.reset(data=True)
    filled.remove()
    assert filled.tree() == CONF | LOGS
    assert list((filled.home / "data").iterdir()) == []
