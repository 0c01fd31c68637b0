"""Waiting for what a test expects: for content, never for time."""

import time
from collections.abc import Callable
from typing import TypeVar

import psutil

#: Seconds: how long a wait may take, and between two looks.
PATIENCE = 20
POLL = 0.02

T = TypeVar("T")


def wait_until(look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What `look` returns once that is true; while it is not, or an assertion in it fails, it is called again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            seen = look()
            problem: object = f"still {seen!r}"
        except AssertionError as error:
            seen, problem = None, error
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not within {seconds} s: {problem}"
        time.sleep(POLL)


def lives(process: psutil.Process) -> bool:
    """Whether it runs; one that ended and that nobody reaped yet does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
