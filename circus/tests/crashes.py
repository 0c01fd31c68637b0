"""Ends the process that does some work at any moment of it."""

import os
import signal
from collections.abc import Callable
from typing import Any

#: Whatever changes a file or a folder, or makes it last.
CALLS = ["open", "rename", "replace", "unlink", "mkdir", "rmdir", "fsync", "ftruncate", "fchown", "fchmod"]


def in_child(work: Callable[[], None]) -> int:
    """Runs `work` in a process of its own; its wait status, 0 when it came to its end."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(9)
    return os.waitpid(pid, 0)[1]


def killed_before_call(number: int, work: Callable[[], None]) -> bool:
    """Runs `work` in a process that is killed right before its `number`th call of CALLS; whether it came that far."""

    def killing() -> None:
        left = number

        def wrap(call: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*args: Any, **options: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*args, **options)

            return counted

        for name in CALLS:
            setattr(os, name, wrap(getattr(os, name)))
        work()

    status = in_child(killing)
    assert status == 0 or os.WIFSIGNALED(status), f"the child failed: {status}"
    return status != 0
