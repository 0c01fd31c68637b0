"""Options of the ini that nobody knows, but that are spelt nearly like one that circus or this package knows.

circus takes any option of a watcher, as hooks and plugins may read it: one that is not near a known one is no mistake.
"""

from collections.abc import Iterator
from fnmatch import fnmatch
from inspect import signature

from circus.config import watcher_defaults
from circus.sockets import CircusSocket
from circus.watcher import Watcher

from circusman_node.ini_file import OWN_SWITCH, IniFile
from circusman_node.toml_file import near

#: What a watcher is made with that its section does not give under this name.
_NOT_IN_SECTION = {"self", "env", "loop", "options", "rlimits", "hooks", "stdout_stream", "stderr_stream"}

#: What circus's reader and this package know besides what a watcher is made with.
_ALSO = {"check_flapping", "service", OWN_SWITCH}

_WATCHER = ({*watcher_defaults(), *signature(Watcher.__init__).parameters} | _ALSO) - _NOT_IN_SECTION
_SOCKET = set(signature(CircusSocket).parameters)

#: From 0 to 1: a hook may have an option `timeout` of its own, which is no typing error for `graceful_timeout`.
_TYPING_ERROR = 0.75

#: What stands before the point in an option of a watcher.
_GROUPS = {"hooks", "stdout_stream", "stderr_stream"}


def unknown_options(ini: IniFile) -> Iterator[str]:
    """One sentence for each."""
    for section, options in ini.sections.items():
        for option in options:
            group, point, rest = option.partition(".")
            known = _known(ini, section, bool(point))
            if group not in known and not group.startswith("rlimit_") and (meant := near(group, known, _TYPING_ERROR)):
                yield f"{ini.place(section, option)}: unknown option '{option}' in [{section}]; did you mean '{meant}{point}{rest}'?"


def ignored_options(ini: IniFile) -> Iterator[str]:
    """One sentence for each environment that circus reads and gives to nobody."""
    names = [watcher["name"] for watcher in ini.watchers]
    for section, options in ini.sections.items():
        kind, _, rest = section.partition(":")
        if kind == "watcher":
            for option in options:
                if option.casefold().partition(".")[0] == "env":
                    yield f"{ini.place(section, option)}: circus ignores {option} in [{section}]; write its variables into [env:{rest}]"
        elif kind == "env" and rest:
            for pattern in filter(None, map(str.strip, rest.split(","))):
                if not any(fnmatch(name, pattern) for name in names):
                    meant = near(pattern, set(names), _TYPING_ERROR)
                    hint = f"did you mean '{meant}'?" if meant else "name one that is"
                    yield f"{ini.place(section)}: there is no watcher '{pattern}', so nobody gets what [{section}] sets; {hint}"


def _known(ini: IniFile, section: str, in_group: bool) -> set[str]:
    """The options that the section may have, or the groups of them; none where any is fine."""
    if section == "circus":
        return {*ini.config, "include", "include_dir"} - {"watchers", "plugins", "sockets"}
    if section.startswith("socket:"):
        return _SOCKET
    if section.startswith("watcher:"):
        return _GROUPS if in_group else _WATCHER
    return set()
