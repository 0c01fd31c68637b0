"""circus's ini, read as circus reads it, includes and all, with the lines kept that circus forgets."""

import configparser
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import circus.config
from circus.config import DefaultConfigParser
from circus.util import to_bool

from circusman_node.errors import NodeError
from circusman_node.plain_file import read_plain

#: What circus raises for a wrong value, a stream's option without its point, a signal that there is not, and `hooks` beside `hooks.…`.
_WRONG_VALUE = (ValueError, KeyError, AttributeError, TypeError)

#: The option of a watcher that says whether what its processes have started is ended with them; this package's, not circus's.
OWN_SWITCH = "stop_descendants"

#: Bytes of one file of an ini.
_LARGEST = 1_000_000

_STREAMS = ("stdout_stream", "stderr_stream")


class _PlainParser(DefaultConfigParser):
    """circus's, which reads no named pipe and no endless device among what is included."""

    def read(self, filenames: Any, encoding: str | None = None) -> list[str]:
        for name in filenames:
            read_plain(Path(name), _LARGEST)
        return super().read(filenames, encoding)


def _read_config(path: str) -> tuple[DefaultConfigParser, list[str]]:
    """circus's own reading of plain files. Raises NodeError for others."""
    if os.path.exists(path):
        read_plain(Path(path), _LARGEST)
    names = {**vars(circus.config), "DefaultConfigParser": _PlainParser}
    return FunctionType(circus.config.read_config.__code__, names)(path)


class IniFile:
    """The configuration in the ini at `path`. Raises NodeError when circusd could not read it either, with a line for each wrong value."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            parser, files = _read_config(str(path))
        except OSError as error:
            raise NodeError(f"{path} cannot be read ({error.strerror or 'there is no such file'})") from error
        except configparser.MissingSectionHeaderError as error:
            raise NodeError(f"{error.source}:{error.lineno}: a section such as [circus] must come before this line") from error
        except configparser.ParsingError as error:
            raise NodeError(f"{error.source}:{error.errors[0][0]}: this is neither a section, an option nor a comment") from error
        except (configparser.Error, ValueError) as error:
            raise NodeError(f"{path}: {_one_line(error)}; correct it") from error
        self._files = [Path(file) for file in files]
        self.sections: dict[str, dict[str, str]] = {section: _options(parser, section) for section in parser.sections()}
        try:
            self.config = self._config_of(parser)
        except _WRONG_VALUE as error:
            raise NodeError("\n".join(self._wrong_values()) or f"{path}: {_one_line(error)}; correct it") from error
        for watcher in self.watchers:
            self._refuse_wrong_answer(f"watcher:{watcher['name']}", OWN_SWITCH)

    @property
    def watchers(self) -> list[dict[str, Any]]:
        """The options of each watcher, its name among them, in order of their names."""
        return self.config["watchers"]

    def place(self, section: str, option: str | None = None) -> str:
        """Where the option stands, as file:line; else its section; else the file alone. The first of several counts, as in circus."""
        head = None
        for file in self._files:
            inside = False
            for number, line in enumerate(file.read_text("utf-8", "replace").split("\n"), 1):
                if header := re.match(r"\[(.+)\]", line):
                    inside = header[1] == section
                    head = head or (f"{file}:{number}" if inside else None)
                elif inside and option is not None and re.match(rf"{re.escape(option)}\s*[=:]", line):
                    return f"{file}:{number}"
        return head or str(self.path)

    def _refuse_wrong_answer(self, section: str, option: str) -> None:
        value = self.sections.get(section, {}).get(option, "true")
        try:
            to_bool(value)
        except ValueError as error:
            raise NodeError(self._wrong_value(section, option, error)) from None

    def _wrong_value(self, section: str, option: str, error: Exception) -> str:
        value = _one_line(self.sections[section][option])
        return f"{self.place(section, option)}: {option} = {value} in [{section}]: {_reason(option, error)}; correct it"

    def _config_of(self, parser: DefaultConfigParser) -> dict[str, Any]:
        """What circus makes of the sections that `parser` has read."""
        names = {**vars(circus.config), "read_config": lambda _path: (parser, [])}
        return FunctionType(circus.config.get_config.__code__, names)(str(self.path))

    def _wrong_values(self) -> Iterator[str]:
        """One sentence for each; circus, which stops at the first, is asked about each option alone."""
        for section, options in self.sections.items():
            for option, value in options.items():
                parser = DefaultConfigParser()
                parser.optionxform = str
                parser.read_dict({"env": self.sections.get("env", {}), section: {option: value}})
                try:
                    self._config_of(parser)
                except _WRONG_VALUE as error:
                    yield self._wrong_value(section, option, error)


def _options(parser: DefaultConfigParser, section: str) -> dict[str, str]:
    return {option: value for option, value in parser.items(section, noreplace=True) if option != "__name__"}


def _reason(option: str, error: Exception) -> str:
    for stream in _STREAMS:
        if option.startswith(stream):
            return f"the options of this stream begin with '{stream}.'"
    return "there is no such signal" if isinstance(error, AttributeError) else _one_line(error)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
