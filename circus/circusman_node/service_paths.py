"""The paths that a service declares, all relative to its home: data and log folders, and the files that its templates become."""

from pathlib import Path, PurePosixPath

from circusman_node.time_pattern import time_problem
from circusman_node.toml_file import Keys, TomlFile


def read_folders(toml: TomlFile, key: str) -> tuple[str, ...]:
    """The folders listed as `key` in [service]. Raises NodeError for one that could leave the home, or that lies in another of the list."""
    keys = ("service", key)
    folders = tuple(_relative(toml, keys, path) for path in toml.value(keys, list, []))
    for number, folder in enumerate(folders):
        for other in folders[:number]:
            if _within(folder, other) or _within(other, folder):
                raise toml.error(keys, f"'{folder}' and '{other}' overlap; name only the outer folder")
    return folders


def read_files(toml: TomlFile, templates: Path, data: tuple[str, ...], logs: tuple[str, ...]) -> dict[str, str]:
    """[files]: template below `templates` = destination. Raises NodeError for a template that is not there, and for a destination that
    could leave the home, is named twice, or that reset would remove.
    """
    files: dict[str, str] = {}
    for name in toml.table(("files",)):
        keys = ("files", name)
        destination = _relative(toml, keys, toml.value(keys, str))
        if _relative(toml, keys, name) != name or not (templates / name).is_file():
            raise toml.error(keys, f"there is no template '{name}' in {templates}")
        for folder in (*data, *logs):
            if _within(destination, folder) or _within(folder, destination):
                raise toml.error(keys, f"'{destination}' lies where reset removes '{folder}'; keep configuration and data apart")
        for template, other in files.items():
            if _within(destination, other) or _within(other, destination):
                raise toml.error(keys, f"'{destination}' is already what '{template}' becomes; name another file")
        files[name] = destination
    return files


def read_log_files(toml: TomlFile) -> dict[str, str]:
    """[log_files]: file or pattern = the pattern of the time in its lines. Raises NodeError for a path that could leave the home, and for a
    pattern of time that says no whole time."""
    times: dict[str, str] = {}
    for name in toml.table(("log_files",)):
        keys = ("log_files", name)
        time = toml.value(keys, str)
        if _relative(toml, keys, name) != name:
            raise toml.error(keys, f"write '{_relative(toml, keys, name)}' instead of '{name}'")
        if problem := time_problem(time):
            raise toml.error(keys, f"the time '{time}' {problem}")
        times[name] = time
    return times


def refuse_data_in_logs(toml: TomlFile, data: tuple[str, ...], logs: tuple[str, ...]) -> None:
    """Raises NodeError when removing the logs would remove data. Logs inside the data are fine: they go with it."""
    for one in data:
        for log in logs:
            if _within(one, log):
                raise toml.error(("service", "logs"), f"the data folder '{one}' lies in the log folder '{log}'; keep data out of the logs")


def absolute(toml: TomlFile, keys: Keys) -> Path:
    """The absolute path at `keys`, without `..`, and not `/`. Raises NodeError for any other."""
    text = toml.value(keys, str)
    path = PurePosixPath(text)
    if not path.is_absolute() or ".." in path.parts or len(path.parts) == 1 or not text.isprintable():
        raise toml.error(keys, f"'{text}' is no folder that can be used; name an absolute path other than / and without '..'")
    return Path(path)


def _relative(toml: TomlFile, keys: Keys, text: str) -> str:
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or not path.parts or not text.isprintable():
        raise toml.error(keys, f"the path '{text}' must lie below the service's home: relative, not empty, without '..'")
    return str(path)


def _within(path: str, folder: str) -> bool:
    return PurePosixPath(path).is_relative_to(folder)
