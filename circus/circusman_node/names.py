"""Names that circus takes for one: it puts them into lower case, and of several that are alike then its commands reach only one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from circusman_node.ini_file import IniFile

#: Watchers that circus makes for itself, with the option of `[circus]` that asks for them.
_OWN = {"circusd-stats": "statsd", "circushttpd": "httpd"}


def fold(name: str) -> str:
    """Names of which this is the same are one to circus."""
    return name.lower()


def shared(names: Iterable[str]) -> list[list[str]]:
    """Those that circus takes for one another, in their order."""
    by_fold: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_fold[fold(name)].append(name)
    return [sorted(alike) for alike in by_fold.values() if len(alike) > 1]


def one_name(names: list[str]) -> str:
    """Why neither of them can be asked for anything."""
    return f"circus takes {' and '.join(sorted(names))} for one name"


def shared_names(ini: IniFile) -> Iterator[str]:
    """One sentence for each name that several of the ini's watchers have for circus, its own and its plugins' among them."""
    own = [name for name, option in _OWN.items() if ini.config[option]]
    sections = {watcher["name"]: f"watcher:{watcher['name']}" for watcher in ini.watchers}
    sections |= {plugin["name"]: plugin["name"] for plugin in ini.config["plugins"]}
    doubles = [name for name in own if name in sections]
    for name in doubles:
        yield f"{ini.place(sections[name])}: circus makes a watcher {name} itself; give yours another name"
    for alike in shared({*own, *sections}):
        place = ini.place(next(sections[name] for name in reversed(alike) if name in sections))
        yield f"{place}: {one_name(alike)}, and its commands reach only one of them; give one of them another"
