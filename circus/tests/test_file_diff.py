"""Unified diffs, which patch itself must understand."""

import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circusman_node.configure.file_diff import LARGEST, unified_diff

LINE = st.sampled_from(["a\n", "b\n", "c\n", "d\n", "a", "\n", "é\u2028\n"])
LINES = st.lists(LINE, max_size=30).map(lambda lines: "".join(lines).encode())


def test_equal_files_have_no_diff() -> None:
    assert unified_diff("conf/a", b"same\n", b"same\n") == ""


def test_a_changed_line_is_shown_among_three_around_it() -> None:
    old = "".join(f"line {n}\n" for n in range(1, 10)).encode()
    hunk = "@@ -2,7 +2,7 @@\n line 2\n line 3\n line 4\n-line 5\n+five\n line 6\n line 7\n line 8\n"
    assert unified_diff("conf/a", old, old.replace(b"line 5", b"five")) == f"--- conf/a\n+++ conf/a\n{hunk}"


def test_a_missing_last_line_end_is_said() -> None:
    assert unified_diff("a", b"x\n", b"x") == "--- a\n+++ a\n@@ -1 +1 @@\n-x\n+x\n\\ No newline at end of file\n"


def test_a_new_file_is_all_added() -> None:
    assert unified_diff("a", b"", b"x\ny\n") == "--- a\n+++ a\n@@ -0,0 +1,2 @@\n+x\n+y\n"


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no `patch` on this machine")
@pytest.mark.parametrize("most_compared", [1_000_000, 0])
def test_patch_makes_the_new_file_of_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_compared: int) -> None:
    monkeypatch.setattr("circusman_node.configure.file_diff.MOST_COMPARED", most_compared)

    @settings(deadline=None, max_examples=100)
    @given(old=LINES, new=LINES)
    def patched(old: bytes, new: bytes) -> None:
        file = tmp_path / "file"
        file.write_bytes(old)
        diff = unified_diff("file", old, new)
        if diff:
            subprocess.run(["patch", "-s", str(file)], input=diff.encode(), check=True)
        assert (file.read_bytes() if file.exists() else b"") == new

    patched()


def test_a_long_diff_is_cut_at_a_line_and_says_how_much_is_missing() -> None:
    diff = unified_diff("a", b"", b"x" * 99 + b"\n" + b"0123456789\n" * 10_000)
    assert LARGEST - 20 < len(diff.encode()) < LARGEST + 100
    shown = diff.splitlines()
    missing = 10_001 + 3 - (len(shown) - 1)
    assert shown[-1] == f"… cut here: {missing} more lines of this diff are not shown"


def test_large_files_of_few_different_lines_take_no_time_to_compare() -> None:
    chance = random.Random(1)
    old, new = ("".join(chance.choice("abcdefgh") + "\n" for _ in range(50_000)).encode() for _ in range(2))
    begun = time.process_time()
    assert unified_diff("a", old, new).startswith("--- a\n+++ a\n@@ -1,")
    assert time.process_time() - begun < 1


def test_bytes_that_are_no_text_are_shown_as_replaced() -> None:
    assert "-\ufffd\n" in unified_diff("a", b"\xff\n", b"text\n")
