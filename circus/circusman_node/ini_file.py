"""circus's ini, read as circus reads it, includes and all, with the lines kept that circus forgets."""

import configparser
import re
from pathlib import Path
from typing import Any

from circusman_node.errors import NodeError


class IniFile:
    """The configuration in the ini at `path`. Raises NodeError when circusd could not read it either."""

    def __init__(self, path: Path) -> None:
        from circus.config import get_config, read_config

        self.path = path
        try:
            self._files = [Path(file) for file in read_config(str(path))[1]]
            self.config: dict[str, Any] = get_config(str(path))
        except OSError as error:
            raise NodeError(f"{path} cannot be read ({error.strerror or 'there is no such file'})") from error
        except configparser.MissingSectionHeaderError as error:
            raise NodeError(f"{error.source}:{error.lineno}: a section such as [circus] must come before this line") from error
        except configparser.ParsingError as error:
            raise NodeError(f"{error.source}:{error.errors[0][0]}: this is neither a section, an option nor a comment") from error
        except (configparser.Error, ValueError) as error:
            raise NodeError(f"{path}: {' '.join(str(error).split())}; correct it") from error

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
