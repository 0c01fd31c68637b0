"""The files that a service declares as its logs, by their own names and by patterns, all relative to its home."""

import fnmatch
import os
from pathlib import PurePosixPath

from circusman_node.confined import Home, MissingFolder, open_home
from circusman_node.errors import NodeError, reason_of
from circusman_node.logs.rotated import logs_of
from circusman_node.service import Service

#: Files that one pattern may stand for.
_MOST = 200
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip")


def is_pattern(path: str) -> bool:
    """Whether a declared path stands for whatever matches it."""
    return any(sign in path for sign in "*?[")


def key_for(service: Service, name: str) -> str | None:
    """Which key of [log_files] declares the file; the file's own name before any pattern."""
    if name in service.log_files:
        return None if is_pattern(name) else name
    if str(PurePosixPath(name)) != name:
        return None
    return next((one for one in service.log_files if is_pattern(one) and _matches(name, one)), None)


def _matches(name: str, pattern: str) -> bool:
    names, patterns = name.split("/"), pattern.split("/")
    return len(names) == len(patterns) and all(_fits(one, sign) for one, sign in zip(names, patterns, strict=True))


def _fits(name: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(name, pattern) and name != ".." and (not name.startswith(".") or pattern.startswith("."))


def matching(service: Service, pattern: str) -> list[str]:
    """Paths, relative to the home, that are written to: rotated ones of another that matches, and compressed ones, are left out."""
    try:
        with open_home(service.home) as home:
            found = _below(home, "", pattern.split("/"))
    except OSError as error:
        raise NodeError(f"{pattern} in {service.home} cannot be looked for ({reason_of(error)})") from error
    named = {one for one in found if not one.endswith(_COMPRESSED)}
    written = sorted(one for one in named if not any(log in named for log in logs_of(one)))
    if len(written) > _MOST:
        raise NodeError(f"more than {_MOST} files in {service.home} match {pattern}; declare fewer in {service.folder / 'service.toml'}")
    return written


def _below(home: Home, folder: str, patterns: list[str]) -> list[str]:
    pattern, *rest = patterns
    try:
        names = _names(home, folder) if is_pattern(pattern) else [pattern]
    except MissingFolder:
        return []
    paths = [f"{folder}/{name}" if folder else name for name in names if name == pattern or _fits(name, pattern)]
    if not rest:
        return paths
    found: list[str] = []
    for path in paths:
        try:
            found += _below(home, path, rest)
        except NodeError:  # what a pattern matches may be a file, or a link out of the home
            if not is_pattern(pattern):
                raise
    return found


def _names(home: Home, folder: str) -> list[str]:
    if not folder:
        return os.listdir(home.descriptor)
    with home.folder(folder) as descriptor:
        return os.listdir(descriptor)
