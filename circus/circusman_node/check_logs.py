"""What `--check` says of logs: of the streams that the ini has written to files, and of what a service declares."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import circus.stream
from circus.util import resolve_name

from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile
from circusman_node.logs.files import entries, opened, unchanged
from circusman_node.logs.sources import Source, declared, home_around
from circusman_node.service import STREAMS, Service
from circusman_node.toml_file import TomlFile, nearest

_CLASSES = ("FileStream", "WatchedFileStream", "TimedRotatingFileStream", "StdoutStream", "FancyStdoutStream", "QueueStream")
_OURS = "circusman_node.log_stream.LogStream"


def log_problems(ini: IniFile, watcher: dict[str, Any], service: Service | None) -> Iterator[str]:
    """One sentence for each log of the watcher that circusd cannot write, or that nobody can read then."""
    section, paths = f"watcher:{watcher['name']}", []
    for name in STREAMS:
        conf, option = watcher[f"{name}_stream"], f"{name}_stream"
        yield from _class_problems(ini, section, option, conf)
        if conf.get("filename"):
            path = Path(os.path.abspath(conf["filename"]))
            paths.append(path)
            source = Source(watcher["name"], name, path, home_around(path, service), None)
            yield from _read_problems(ini.place(section, f"{option}.filename"), source)
    if service is None or not service.log_files or not service.home.is_dir():
        return
    toml = TomlFile(service.folder / "service.toml")
    for key in service.log_files:
        for source in declared(watcher["name"], service, key, paths):
            yield from _read_problems(toml.place(("log_files", key)), source)


def _class_problems(ini: IniFile, section: str, option: str, conf: dict[str, str]) -> Iterator[str]:
    """circusd starts without a watcher whose stream it cannot make."""
    name = conf.get("class")
    place = ini.place(section, f"{option}.class")
    if name is None:
        if conf and "filename" not in conf:
            yield f"{ini.place(section)}: {option} has neither a filename nor a class; write {option}.filename"
    elif "." not in name:
        if not hasattr(circus.stream, name):
            yield f"{place}: there is no stream class '{name}'; {nearest(name, [*_CLASSES, _OURS])}"
    else:
        try:
            resolve_name(name)
        except Exception as error:  # it may be anybody's module
            why = str(error).strip().split("\n")[-1]
            yield f"{place}: the stream class {name} cannot be loaded ({why}); correct it, or install its package where circusd runs"
    if name == _OURS and "time_format" in conf:
        place = ini.place(section, f"{option}.time_format")
        yield f"{place}: LogStream stamps no time into the file; take time_format out, or use FileStream"


def _read_problems(place: str, source: Source) -> Iterator[str]:
    try:
        with source.folder() as folder:
            if folder is not None:
                _open_all(folder, source)
    except NodeError as error:
        yield f"{place}: {error.reason}"


def _open_all(folder: int, source: Source) -> None:
    assert source.path is not None
    name = source.path.name

    def look() -> None:
        for entry in entries(folder, name, source.others):
            with opened(folder, entry):
                pass

    unchanged(name, look)
