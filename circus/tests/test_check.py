"""What `--check` finds wrong with the ini."""

import subprocess
import sys
from pathlib import Path

import pytest
from check_setting import Setting

PACKAGE = Path(__file__).parent.parent


def test_nothing_is_wrong_when_all_is_good(setting: Setting) -> None:
    assert setting.problems() == []


def test_an_ini_that_circusd_could_not_read_is_all_that_is_said(setting: Setting) -> None:
    setting.ini.write_text("oops\n")
    assert setting.problems() == [f"{setting.ini}:1: a section such as [circus] must come before this line"]


def test_each_wrong_value_is_said(setting: Setting) -> None:
    setting.watch("[watcher:store]\ncmd = sleep 1\nsingleton = yes please\nrespawn = perhaps\n")
    assert setting.problems() == [
        f"{setting.ini}:6: singleton = yes please in [watcher:store]: 'yes please' is not a boolean; correct it",
        f"{setting.ini}:7: respawn = perhaps in [watcher:store]: 'perhaps' is not a boolean; correct it",
    ]


def test_each_thing_that_is_wrong_is_said(setting: Setting) -> None:
    setting.watch("[watcher:a]\ncmd = no-such-program\n[watcher:b]\ncmd = sleep 1\nservice = stroe\n")
    assert setting.problems() == [
        f"{setting.ini}:5: the program no-such-program of a is not found; install it, or write its whole path",
        f"{setting.ini}:8: there is no service 'stroe'; did you mean 'store'?",
    ]


def test_an_option_that_is_misspelt_is_said(setting: Setting) -> None:
    setting.watch("[watcher:store]\ncmd = sleep 1\nautostrat = False\n")
    assert setting.problems() == [f"{setting.ini}:6: unknown option 'autostrat' in [watcher:store]; did you mean 'autostart'?"]


@pytest.mark.parametrize("other", ["STORE", "Store"])
def test_names_that_circus_takes_for_one_are_said(setting: Setting, other: str) -> None:
    setting.watch(f"[watcher:store]\ncmd = sleep 1\nservice =\n[watcher:{other}]\ncmd = sleep 1\nservice =\n")
    assert setting.problems() == [
        f"{setting.ini}:4: circus takes {other} and store for one name, and its commands reach only one of them; give one of them another"
    ]


def test_names_that_circus_tells_apart_are_fine(setting: Setting) -> None:
    others = "".join(f"[watcher:{name}]\ncmd = sleep 1\nservice =\n" for name in ("store ", "st_ore"))
    setting.watch(f"[watcher:store]\ncmd = sleep 1\n{others}")
    assert setting.problems() == []


@pytest.mark.parametrize(("option", "name"), [("statsd", "circusd-stats"), ("statsd", "Circusd-Stats")])
def test_a_name_that_circus_gives_a_watcher_of_its_own_is_said(setting: Setting, option: str, name: str) -> None:
    setting.watch(f"{option} = True\n[watcher:{name}]\ncmd = sleep 1\n")
    [problem] = setting.problems()
    assert problem.startswith(f"{setting.ini}:5: circus ")


def test_a_web_page_that_is_not_installed_is_said(setting: Setting) -> None:
    setting.watch("httpd = True\n[watcher:store]\ncmd = sleep 1\n")
    assert setting.problems() == [
        f"{setting.ini}:4: httpd wants circus-web, which is not installed: circusd would not start; set httpd = False"
    ]
    setting.watch("httpd = False\n[watcher:store]\ncmd = sleep 1\n")
    assert setting.problems() == []


@pytest.mark.parametrize("option", ["env", "env.PATH", "ENV", "Env.PATH"])
def test_an_environment_that_circus_ignores_is_said(setting: Setting, option: str) -> None:
    setting.watch(f"[watcher:store]\ncmd = sleep 1\n{option} = A=b\n")
    assert setting.problems() == [
        f"{setting.ini}:6: circus ignores {option} in [watcher:store]; write its variables into [env:store]",
    ]


def test_an_environment_of_nobody_is_said(setting: Setting) -> None:
    setting.watch("[watcher:store]\ncmd = sleep 1\n[env]\nA = 1\n[env:store, sto*]\nB = 1\n[env:store,stroe]\nC = 1\n")
    assert setting.problems() == [
        f"{setting.ini}:10: there is no watcher 'stroe', so nobody gets what [env:store,stroe] sets; did you mean 'store'?"
    ]


def test_an_endpoint_that_cannot_be_bound_is_said(setting: Setting) -> None:
    setting.ini.write_text("[circus]\nendpoint = tcp://192.0.2.1:5555\n")
    [problem] = setting.problems()
    assert problem.endswith("192.0.2.1 is no address of this machine; write one that is")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("cmd = no-such", "5: the program no-such of a is not found; install it, or write its whole path"),
        ("cmd = /bin/no-such 1", "5: the program /bin/no-such of a is not found; install it, or write its whole path"),
        ("cmd = /etc/passwd", "5: the program /etc/passwd of a is not found; install it, or write its whole path"),
        ("cmd = ls 'a", "5: the command of a cannot be taken apart; check its quotes"),
        ("cmd =", "5: the command of a cannot be taken apart; check its quotes"),
        ("working_dir = /nowhere\ncmd = ls", "5: there is no folder /nowhere; create it, or a cannot be started"),
        (
            "cmd = ls\nstdout_stream.filename = /nowhere/a\nstderr_stream.filename = /nowhere/b",
            "6: there is no folder /nowhere; create it, or a cannot be started",
        ),
    ],
)
def test_a_watcher_that_cannot_be_started_is_said(setting: Setting, options: str, reason: str) -> None:
    setting.watch(f"[watcher:a]\n{options}\n")
    assert setting.problems() == [f"{setting.ini}:{reason}"]


@pytest.mark.parametrize(
    "options",
    ["cmd = ./run\nworking_dir = {0}", "cmd = $(circus.env.x)/run", "cmd = no-such | cat\nshell = True", "cmd = x\nexecutable = {0}/run"],
)
def test_a_program_is_looked_for_where_circus_would(setting: Setting, options: str, tmp_path: Path) -> None:
    (tmp_path / "run").touch(0o755)
    setting.watch(f"[watcher:a]\n{options.format(tmp_path)}\n")
    assert setting.problems() == []


def test_the_program_ends_with_1_when_something_is_wrong_and_with_0_otherwise(setting: Setting, tmp_path: Path) -> None:
    node_file = tmp_path / "node.toml"
    node_file.write_text(f'services = ["{setting.service.parent}"]\n')
    command = [sys.executable, str(PACKAGE / "circusman-node"), "--check", "--config", str(setting.ini), "--node-config", str(node_file)]
    good = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (good.returncode, good.stderr) == (0, "")
    setting.home.rmdir()
    wrong = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (wrong.returncode, wrong.stdout.strip()) == (1, setting.problems()[0])
