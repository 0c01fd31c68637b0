"""The names that a log's files get when they are rotated: its own name, and a number or a date behind it."""

import re
from collections.abc import Collection, Iterator

#: `.1`, `-20261128`, `.2026-11-28_10-00-00`; what is compressed ends otherwise.
_REST = re.compile(r"[.\-_]\d[\d.\-_:TZ+]*")
_NUMBER = re.compile(r"[.\-_](\d{1,6})")


def logs_of(path: str) -> Iterator[str]:
    """All paths of which one of that path may be an older file."""
    for at, sign in enumerate(path):
        if sign in ".-_" and _REST.fullmatch(path, at):
            yield path[:at]


def is_rotated(name: str, log: str, others: Collection[str]) -> bool:
    """Whether a file of that name, in the folder of `log` and of the logs `others`, is an older one of `log`."""
    if not name.startswith(log) or name in others:
        return False
    return log == max((one for one in logs_of(name) if one == log or one in others), key=len, default=None)


def age(name: str, log: str) -> tuple[int, str]:
    """Orders files that were written to at one moment, oldest first: numbers count down to it, dates up."""
    number = _NUMBER.fullmatch(name, len(log))
    return (-int(number[1]), "") if number else (0, name)
