"""What a service is: how a program that circus manages is configured, reset and seen ready. Read from the service's folder."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from circusman_node.service_paths import absolute, read_files, read_folders, read_log_files, refuse_data_in_logs
from circusman_node.toml_file import TomlFile

Value = str | int | float | bool | list[str]

# What every template knows; a service's own variables have other names.
FIXED_VARIABLES = ("address", "identifier", "cluster", "members", "addresses", "index", "watcher", "service", "home", "data", "logs")

#: What a process prints, among the keys of [log_files].
STREAMS = ("stdout", "stderr")

_KEYS = ("description", "home", "data", "logs", "all", "start_together", "reset_together", "stop_descendants")
_READY_KEYS = ("http", "status", "failed", "tcp", "every", "within")
_LONGEST = 86400
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ENDS_WITH_PORT = re.compile(r".:(\d+|\{\{.*\}\})\s*$")


@dataclass(frozen=True)
class Ready:
    """How one sees that the service serves: `target` is a template; `every` and `within` are seconds; `status` is 0 for tcp.

    `failed`: the status of a service that will never serve; 0: none is known.
    """

    kind: Literal["http", "tcp"]
    target: str
    status: int
    every: float
    within: float
    failed: int = 0


@dataclass(frozen=True)
class Service:
    """A service as its folder describes it. `data` and `logs` are folders, and the values of `files` files, relative to `home`.

    `log_files`: paths and patterns relative to `home`, each with the pattern of the time in its lines, empty where they have none;
    `stream_times` are those of `stdout` and `stderr`.
    """

    name: str
    folder: Path
    description: str
    home: Path
    data: tuple[str, ...]
    logs: tuple[str, ...]
    all: bool
    start_together: bool
    reset_together: bool
    files: dict[str, str]
    ready: Ready | None
    variables: dict[str, Value]
    stop_descendants: bool = False
    log_files: dict[str, str] = field(default_factory=dict)
    stream_times: dict[str, str] = field(default_factory=dict)

    @property
    def needs_configure(self) -> bool:
        """Whether something of it is written, or asked for its readiness, only as a configure says."""
        return bool(self.files) or (self.ready is not None and "{" in self.ready.target)


def load_service(folder: Path) -> Service:
    """The service that `folder` describes, named like the folder. Raises NodeError with file and line for whatever is wrong with it."""
    toml = TomlFile(folder / "service.toml")
    toml.refuse_unknown((), toml.tables, ("service", "files", "ready", "variables", "log_files"), "table")
    toml.refuse_unknown(("service",), toml.table(("service",)), _KEYS)
    data = read_folders(toml, "data")
    logs = read_folders(toml, "logs")
    refuse_data_in_logs(toml, data, logs)
    log_files = read_log_files(toml)
    return Service(
        name=folder.name,
        folder=folder,
        description=toml.value(("service", "description"), str, ""),
        home=absolute(toml, ("service", "home")),
        data=data,
        logs=logs,
        all=toml.value(("service", "all"), bool, True),
        start_together=toml.value(("service", "start_together"), bool, False),
        reset_together=toml.value(("service", "reset_together"), bool, False),
        stop_descendants=toml.value(("service", "stop_descendants"), bool, False),
        files=read_files(toml, folder / "templates", data, logs),
        ready=_read_ready(toml) if "ready" in toml.tables else None,
        variables=_read_variables(toml),
        log_files={path: time for path, time in log_files.items() if path not in STREAMS},
        stream_times={stream: time for stream, time in log_files.items() if stream in STREAMS},
    )


def _read_ready(toml: TomlFile) -> Ready:
    ready = toml.table(("ready",))
    toml.refuse_unknown(("ready",), ready, _READY_KEYS)
    if ("http" in ready) == ("tcp" in ready):
        raise toml.error(("ready",), "[ready] needs either 'http' or 'tcp', and not both")
    kind: Literal["http", "tcp"] = "http" if "http" in ready else "tcp"
    target = toml.value(("ready", kind), str)
    if kind == "http" and not target.startswith("http://"):
        raise toml.error(("ready", "http"), "'http' must begin with http://")
    if kind == "tcp" and ("/" in target or not _ENDS_WITH_PORT.search(target)):
        raise toml.error(("ready", "tcp"), "'tcp' must be an address and a port, such as {{ address }}:9160")
    for key in ("status", "failed"):
        if kind == "tcp" and key in ready:
            raise toml.error(("ready", key), f"'{key}' goes with 'http' only; take it out")
    status = toml.value(("ready", "status"), int, 200) if kind == "http" else 0
    failed = toml.value(("ready", "failed"), int, 0)
    if kind == "http" and failed == status:
        raise toml.error(("ready", "failed"), f"'failed' is {failed}, which means ready; write the status of a service that never will be")
    return Ready(
        kind=kind,
        target=target,
        status=status,
        every=_seconds(toml, "every", 1.0),
        within=_seconds(toml, "within", 120.0),
        failed=failed,
    )


def _seconds(toml: TomlFile, key: str, default: float) -> float:
    seconds = toml.value(("ready", key), float, default)
    if not 0 < seconds <= _LONGEST:
        raise toml.error(("ready", key), f"'{key}' must be seconds, more than 0 and at most {_LONGEST}")
    return seconds


def _read_variables(toml: TomlFile) -> dict[str, Value]:
    variables = toml.table(("variables",))
    for name, value in variables.items():
        keys = ("variables", name)
        if not _VARIABLE.fullmatch(name):
            raise toml.error(keys, f"'{name}' cannot be a variable's name; use letters, digits and _")
        if name in FIXED_VARIABLES:
            raise toml.error(keys, f"every template has a variable '{name}' of another meaning already; choose another name")
        if kind_of(value) is None:
            raise toml.error(keys, f"'{name}' must be a string, a number, true or false, or a list of strings")
    return variables


def kind_of(value: object) -> str | None:
    """What kind of value a variable has, in words; None for what no variable may have."""
    if isinstance(value, list):
        return "a list of strings" if all(isinstance(one, str) for one in value) else None
    return {str: "a string", int: "an integer", float: "a number", bool: "true or false"}.get(type(value))
