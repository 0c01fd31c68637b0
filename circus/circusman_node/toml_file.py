"""A TOML file that a person wrote, read so that every complaint about it names the line.

tomllib keeps no lines, so they are found again in the text.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from circusman_node.errors import NodeError
from circusman_node.plain_file import read_plain

_NAME = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_MULTI_LINE = ('"""', "'''")
_TOKEN = re.compile(r"""#.*|\"{3}|'{3}|"(?:[^"\\]|\\.)*"|'[^']*'""")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
#: Bytes of one file.
_LARGEST = 1_000_000
_AT_END = " (at end of document)"

_KINDS = {str: "a string", bool: "true or false", int: "an integer", float: "a number", list: "a list of strings", dict: "a table"}

T = TypeVar("T")
Keys = tuple[str, ...]


class TomlFile:
    """The tables of one file. Raises NodeError when it cannot be read or is no TOML."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            text = read_plain(path, _LARGEST).decode().replace("\r\n", "\n")
        except OSError as error:
            raise NodeError(f"{path} cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise NodeError(f"{path}:{line}: this is not UTF-8 text; save it as UTF-8") from error
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise NodeError(_syntax_error(path, text, str(error))) from error
        self._lines = _lines_of_keys(text)

    def place(self, keys: Keys) -> str:
        """Where `keys`, or the table it should be in, is written, as file:line."""
        while keys and keys not in self._lines:
            keys = keys[:-1]
        return f"{self.path}:{self._lines.get(keys, 1)}"

    def error(self, keys: Keys, what: str) -> NodeError:
        """What is wrong with the value at `keys`, as a NodeError that begins with file and line."""
        return NodeError(f"{self.place(keys)}: {what}")

    def value(self, keys: Keys, kind: type[T], default: T | None = None) -> T:
        """The value at `keys`, which is of that kind (a list holds strings; an integer is a number too), else `default`.

        Raises NodeError when it is of another kind, or missing and without a default.
        """
        found: Any = self.tables
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            if default is None:
                raise self.error(keys[:-1], f"the key '{keys[-1]}' is missing in [{'.'.join(keys[:-1])}]")
            return default
        if kind is float and type(found) is int:
            return kind(found)
        if type(found) is not kind or (kind is list and not all(isinstance(one, str) for one in found)):
            raise self.error(keys, f"'{keys[-1]}' must be {_KINDS[kind]}")
        return found

    def table(self, keys: Keys) -> dict[str, Any]:
        """The table at `keys`; empty when there is none."""
        return self.value(keys, dict, {})

    def refuse_unknown(self, keys: Keys, table: dict[str, Any], known: Iterable[str], kind: str = "key") -> None:
        """Raises NodeError for the first key of `table` that is none of `known`, with the nearest one that is."""
        known = list(known)
        for key in table:
            if key not in known:
                raise self.error((*keys, key), f"unknown {kind} '{key}'; {nearest(key, known)}")


def near(name: str, known: Iterable[str], closeness: float = 0.6) -> str | None:
    """The one of `known` that was perhaps meant by `name`, if any is near it; `closeness` is from 0, anything, to 1, the same."""
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, closeness)), None)


def nearest(name: str, known: Iterable[str]) -> str:
    """Says which of `known` was perhaps meant by `name`."""
    known = sorted(known)
    if meant := near(name, known):
        return f"did you mean '{meant}'?"
    return f"known: {', '.join(known)}" if known else "there is none here"


def _syntax_error(path: Path, text: str, message: str) -> str:
    if found := _AT_LINE.search(message):
        return f"{path}:{found[1]}: {message[: found.start()]}"
    return f"{path}:{text.count(chr(10)) + 1}: {message.removesuffix(_AT_END)}, at the end of the file"


def _lines_of_keys(text: str) -> dict[Keys, int]:
    """The line at which each table and key is first named. The text is known to be TOML."""
    lines: dict[Keys, int] = {}
    table: Keys = ()
    inside = ""  # the quotes of a multi-line string that the line begins in
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            if header := _HEADER.match(line):
                table = keys = _split(header[1])
            elif key := _KEY.match(line):
                keys = (*table, *_split(key[1]))
            else:
                keys = ()
            for length in range(1, len(keys) + 1):
                lines.setdefault(keys[:length], number)
        inside = _open_quotes(line, inside)
    return lines


def _split(dotted: str) -> Keys:
    value, keys = tomllib.loads(f"{dotted} = 0"), []
    while isinstance(value, dict):
        [(key, value)] = value.items()
        keys.append(key)
    return tuple(keys)


def _open_quotes(line: str, inside: str) -> str:
    """The quotes of the multi-line string that is open at the end of the line, when `inside` are those at its beginning."""
    at = 0
    while True:
        if inside:
            end = line.find(inside, at)
            if end < 0:
                return inside
            at = end + len(inside)
        token = _TOKEN.search(line, at)
        if token is None:
            return ""
        inside = token[0] if token[0] in _MULTI_LINE else ""
        at = token.end()
