"""Options of the ini that are misspelt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from circusman_node.ini_file import IniFile
from circusman_node.option_names import unknown_options


@pytest.mark.parametrize(
    ("section", "option", "meant"),
    [
        ("watcher:web", "autostrat", "autostart"),
        ("watcher:web", "Autostart", "autostart"),
        ("watcher:web", "servic", "service"),
        ("watcher:web", "max_agee", "max_age"),
        ("watcher:web", "check_flaping", "check_flapping"),
        ("watcher:web", "hook.before_start", "hooks.before_start"),
        ("watcher:web", "stdout_strem.class", "stdout_stream.class"),
        ("circus", "chek_delay", "check_delay"),
        ("circus", "includ", "include"),
        ("socket:web", "bcklog", "backlog"),
    ],
)
def test_an_option_that_is_near_a_known_one_is_said(tmp_path: Path, section: str, option: str, meant: str) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text(f"[{section}]\n\n{option} = 1\n")
    assert list(unknown_options(IniFile(ini))) == [f"{ini}:3: unknown option '{option}' in [{section}]; did you mean '{meant}'?"]


def test_what_circus_hooks_and_plugins_know_is_fine(tmp_path: Path) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text("""[circus]
endpoint = tcp://127.0.0.1:5555
include_dir =
[watcher:web]
cmd = x
name = x
service =
check_flapping = False
virtualenv = x
shell_args = x
max_age = 1
rlimit_nofile = 500
rlimit_core =
stdout_stream.class = StdoutStream
stdout_stream.clas = x
hooks.before_start = x
flapping.attempts = 3
owner = x
timeout = 3
[socket:web]
so_reuseport = True
[env:web]
prioritie = x
[plugin:x]
use = x
cmdd = x
""")
    assert list(unknown_options(IniFile(ini))) == []


def test_a_node_that_starts_with_one_logs_it(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:web]\ncmd = sleep 60\nautostrat = False\n")
    assert f"[WARNING] {one.ini}:9: unknown option 'autostrat' in [watcher:web]; did you mean 'autostart'?\n" in one.log
    eventually(lambda: one.call("status", name="web")["status"] == "active")
