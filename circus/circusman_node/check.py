"""`circusman-node --check`: what is wrong with the ini, the services and their folders, before anything is started."""

import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from circusman_node.catalog import SHIPPED, service_folders, service_of
from circusman_node.check_logs import log_problems
from circusman_node.configure.render import compile_templates, read_templates
from circusman_node.endpoints import endpoint_problems
from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile
from circusman_node.names import shared_names
from circusman_node.node_file import DEFAULT_SERVICES, NodeFile
from circusman_node.option_names import ignored_options, unknown_options
from circusman_node.samples.sampler import can_sample
from circusman_node.service import FIXED_VARIABLES, Service
from circusman_node.toml_file import nearest


def check(ini: Path, node_file: NodeFile, note: Callable[[str], None] = print) -> list[str]:
    """One sentence for each thing that is wrong; none when all is good. `note` gets what is good to know but not wrong."""
    for folder in service_folders(node_file).values():
        if folder.parent != SHIPPED and (SHIPPED / folder.name / "service.toml").exists():
            note(f"{folder} is used instead of the service {folder.name} that comes with circusman-node")
    problems = [*_service_folder_problems(node_file), *_override_problems(node_file)]
    try:
        file = IniFile(ini)
    except NodeError as error:
        return [*problems, *error.reason.split("\n")]
    problems += unknown_options(file)
    problems += ignored_options(file)
    problems += shared_names(file)
    problems += _httpd_problems(file)
    problems += endpoint_problems(file)
    if file.config["statsd"] and node_file.samples and can_sample():
        place = file.place("circus", "statsd")
        note(f"{place}: circusd-stats is not needed any more, as circusman-node itself tells what processes use; set statsd = False")
    homes: dict[Path, str] = {}
    for watcher in file.watchers:
        problems += _watcher_problems(file, watcher)
        try:
            service = service_of(file, watcher, node_file)
        except NodeError as error:
            problems.append(error.reason)
            continue
        problems += log_problems(file, watcher, service)
        if service is not None:
            problems += _template_problems(service)
            problems += _home_problems(file, watcher["name"], service, homes)
            if watcher["working_dir"] and Path(watcher["working_dir"]).resolve() != service.home.resolve():
                place = file.place(f"watcher:{watcher['name']}", "working_dir")
                note(f"{place}: {watcher['name']} runs in {watcher['working_dir']}, not in the home of its service, {service.home}")
    return problems


def _httpd_problems(ini: IniFile) -> Iterator[str]:
    """circusd ends at its start when it is to run a web page that is not installed."""
    if ini.config["httpd"] and find_spec("circusweb") is None:
        yield f"{ini.place('circus', 'httpd')}: httpd wants circus-web, which is not installed: circusd would not start; set httpd = False"


def _service_folder_problems(node_file: NodeFile) -> Iterator[str]:
    """What is named as a folder of services and is none, and links in it that lead nowhere: its services would be missing unsaid."""
    for folder in node_file.service_folders:
        if not folder.is_dir():
            is_there = folder.is_symlink() or folder.exists()
            if is_there or folder != DEFAULT_SERVICES:  # the usual place need not be there
                what = "is no folder" if is_there else "is not there"
                yield f"{folder}, where node.toml says that services are, {what}; create the folder, or take it out of `services`"
            continue
        for entry in sorted(folder.iterdir()):
            for path in (entry, entry / "service.toml"):
                if path.is_symlink() and not path.exists():
                    yield f"{path} is a link that leads nowhere, so there is no service {entry.name}; put the service itself there"


def _override_problems(node_file: NodeFile) -> Iterator[str]:
    known = service_folders(node_file)
    for name, override in node_file.overrides.items():
        if name not in known:
            yield f"{override.place}: there is no service '{name}'; {nearest(name, known)}"


def _watcher_problems(ini: IniFile, watcher: dict[str, Any]) -> Iterator[str]:
    name, section = watcher["name"], f"watcher:{watcher['name']}"
    program = _program(watcher)
    if program is None:
        yield f"{ini.place(section, 'cmd')}: the command of {name} cannot be taken apart; check its quotes"
    elif not _is_found(program, watcher):
        yield f"{ini.place(section, 'cmd')}: the program {program} of {name} is not found; install it, or write its whole path"
    folders: dict[str, str] = {}
    if watcher["working_dir"]:
        folders[watcher["working_dir"]] = "working_dir"
    for stream in ("stdout_stream", "stderr_stream"):
        if file := watcher[stream].get("filename"):
            folders.setdefault(os.path.dirname(os.path.abspath(file)), f"{stream}.filename")
    for folder, option in folders.items():
        if not os.path.isdir(folder):
            yield f"{ini.place(section, option)}: there is no folder {folder}; create it, or {name} cannot be started"


def _program(watcher: dict[str, Any]) -> str | None:
    """What the watcher executes; empty when that is a shell's matter; None when the command has no first word."""
    if watcher["shell"]:
        return ""
    try:
        words = shlex.split(watcher["cmd"])
    except ValueError:
        return None
    return watcher["executable"] or (words[0] if words else None)


def _is_found(program: str, watcher: dict[str, Any]) -> bool:
    if not program or "$(" in program or "((" in program:  # circus fills these in when it starts the process
        return True
    if os.path.dirname(program):
        program = os.path.join(watcher["working_dir"] or "", program)
    return shutil.which(program, path=watcher["env"].get("PATH", os.defpath)) is not None


def _template_problems(service: Service) -> Iterator[str]:
    known = dict.fromkeys([*FIXED_VARIABLES, *service.variables])
    try:
        compile_templates(read_templates(service), known)
    except NodeError as error:
        yield f"service {service.name}: {error.reason}"
    if service.ready is not None:
        try:
            compile_templates({service.ready.kind: service.ready.target}, known)
        except NodeError as error:
            yield f"{service.folder / 'service.toml'}: [ready] {error.reason}"


def _home_problems(ini: IniFile, watcher: str, service: Service, homes: dict[Path, str]) -> Iterator[str]:
    """What is wrong with the home of one watcher's service, and the paths in it. `homes`, of the watchers before it, gets this one's."""
    place, home = ini.place(f"watcher:{watcher}"), service.home
    elsewhere = f"set another home under [service.{service.name}] in node.toml"
    if not home.is_dir():
        yield f"{place}: the home {home} of {watcher} is {'no folder' if home.exists() else 'not there'}; create it, or {elsewhere}"
        return
    if not os.access(home, os.W_OK | os.X_OK):
        yield f"{place}: the home {home} of {watcher} cannot be written to; change its owner or mode, or {elsewhere}"
    other = homes.setdefault(home.resolve(), watcher)
    if other != watcher:
        yield f"{place}: {watcher} and {other} have one home, {home}; give each a service, and so a home, of its own"
    for path in (*service.data, *service.logs, *service.files.values()):
        real = (home / path).resolve()
        if real.is_relative_to(home.resolve()):
            if path not in service.files.values() and real != Path(os.path.normpath(home.resolve() / path)):
                yield f"{home / path} of {watcher} leads through a link to {real}, and is not reset: put the folder itself there"
        else:
            yield f"{home / path} leads out of the home of {watcher}, to {real}; nothing there is ever changed: take the link away"
