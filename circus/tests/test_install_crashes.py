"""Killed at any step of an install, all files are the old ones or all are the new ones after the recovery."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from crashes import in_child, killed_before_call
from scratch_home import NEW, Scratch, assert_all_old_or_all_new, make_scratch

from circusman_node.configure.install import recover
from circusman_node.errors import NodeError

STEPS = [
    "noted",
    "made x",
    "made x/y",
    "staged conf/a.conf",
    "staged x/y/new.conf",
    "committed",
    "put conf/a.conf",
    "put conf/same.conf",
    "put x/y/new.conf",
    "put gone.conf",
    "kept the previous version",
    "noted what it is configured for",
    "done",
]


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Scratch]:
    umask = os.umask(0o077)  # no mode may come from it
    yield make_scratch(tmp_path / "home", tmp_path / "state")
    os.umask(umask)


def test_all_files_are_changed_with_the_steps_that_the_crash_tests_end_at(scratch: Scratch) -> None:
    steps: list[str] = []
    scratch.install(fault=steps.append)
    assert steps == STEPS
    assert assert_all_old_or_all_new(scratch)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ["exit", "SIGKILL"])
def test_killed_after_a_step_it_is_all_old_or_all_new_after_the_recovery(scratch: Scratch, step: str, end: str) -> None:
    def fault(reached: str) -> None:
        if reached == step and end == "exit":
            os._exit(7)
        elif reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    status = in_child(lambda: scratch.install(fault=fault))
    assert os.WEXITSTATUS(status) == 7 if end == "exit" else os.WTERMSIG(status) == signal.SIGKILL
    recover(scratch.state, "neo4j")
    assert assert_all_old_or_all_new(scratch) == (STEPS.index(step) >= STEPS.index("committed"))
    recover(scratch.state, "neo4j")
    scratch.install()
    assert scratch.files() == NEW


def test_killed_before_any_call_it_is_all_old_or_all_new_after_a_recovery_that_is_killed_too(tmp_path: Path) -> None:
    seen = set()
    call = 1
    while True:
        scratch = make_scratch(tmp_path / f"home{call}", tmp_path / f"state{call}")
        killed = killed_before_call(call, scratch.install)
        # Once more, at another call each time.
        killed_before_call(1 + call % 7, lambda: recover(scratch.state, "neo4j"))  # noqa: B023 (called at once)
        recover(scratch.state, "neo4j")
        seen.add(assert_all_old_or_all_new(scratch))
        if not killed:
            break
        call += 1
    assert seen == {False, True}
    assert call > 40


def test_a_recovery_killed_before_any_call_is_ended_by_the_next(tmp_path: Path) -> None:
    for step in ("staged x/y/new.conf", "committed"):
        call, killed = 1, True
        while killed:
            scratch = make_scratch(tmp_path / f"home{step[:6]}{call}", tmp_path / f"state{step[:6]}{call}")
            in_child(lambda: scratch.install(fault=lambda reached: os._exit(7) if reached == step else None))  # noqa: B023 (called at once)
            killed = killed_before_call(call, lambda: recover(scratch.state, "neo4j"))  # noqa: B023 (called at once)
            recover(scratch.state, "neo4j")
            assert assert_all_old_or_all_new(scratch) == (step == "committed")
            call += 1
        assert call > 5


def test_a_staged_file_that_was_spoilt_is_written_anew_by_the_recovery(scratch: Scratch) -> None:
    in_child(lambda: scratch.install(fault=lambda step: os._exit(7) if step == "committed" else None))
    (scratch.home / "conf" / ".a.conf.circusman-new").write_text("half")
    (scratch.home / "x" / "y" / ".new.conf.circusman-new").unlink()
    recover(scratch.state, "neo4j")
    assert assert_all_old_or_all_new(scratch)


def test_a_file_that_somebody_made_right_by_hand_before_the_recovery_leaves_nothing_staged(scratch: Scratch) -> None:
    in_child(lambda: scratch.install(fault=lambda step: os._exit(7) if step == "committed" else None))
    (scratch.home / "conf" / "a.conf").write_text("new a\n")
    recover(scratch.state, "neo4j")
    assert assert_all_old_or_all_new(scratch)


def test_an_install_that_cannot_be_ended_says_so_until_it_can(scratch: Scratch) -> None:
    in_child(lambda: scratch.install(fault=lambda step: os._exit(7) if step == "committed" else None))
    scratch.home.rename(scratch.home.with_name("away"))
    with pytest.raises(NodeError, match=r"an install of neo4j was cut short and cannot be ended: the home .* cannot be opened"):
        recover(scratch.state, "neo4j")
    scratch.home.with_name("away").rename(scratch.home)
    recover(scratch.state, "neo4j")
    assert assert_all_old_or_all_new(scratch)


def test_a_broken_journal_is_named(scratch: Scratch) -> None:
    scratch.state.write_json("install-neo4j.json", {"home": "/"})
    with pytest.raises(NodeError, match=r"install-neo4j\.json is no journal of an install; restore it, or remove it"):
        recover(scratch.state, "neo4j")
