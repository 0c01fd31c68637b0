"""The program circusman-node: its options, and what it says when it cannot start."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import circus
import psutil
import pytest

PROGRAM = Path(__file__).parent.parent / "circusman-node"
INI = "[circus]\nendpoint = tcp://127.0.83.240:5555\npubsub_endpoint = tcp://127.0.83.240:5556\nmulticast_endpoint =\n"


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    """An ini without watchers."""
    path = tmp_path / "circus.ini"
    path.write_text(INI)
    return path


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """What becomes of a circusman-node that is expected to end by itself."""
    program = [sys.executable, str(PROGRAM), *map(str, arguments)]
    return subprocess.run(program, capture_output=True, text=True, timeout=30, check=False, env={**os.environ, **environment})


def test_a_plain_ini_works_as_with_stock_circusd(node: Callable[..., Any], eventually: Any) -> None:
    one = node("[watcher:web]\ncmd = sleep 60\nnumprocesses = 2\n[watcher:off]\ncmd = sleep 60\nautostart = False\n")
    first = eventually(lambda: len(pids := one.processes("web")) == 2 and pids)
    eventually(lambda: one.call("status", waiting=False)["statuses"] == {"web": "active", "off": "stopped"})  # starting until all are there
    psutil.Process(first[0]).kill()
    eventually(lambda: len(pids := one.processes("web")) == 2 and first[0] not in pids)
    assert one.call("add", name="more", cmd="sleep 60", start=True)["status"] == "ok"
    assert len(one.processes("more")) == 1
    assert one.call("rm", name="more")["status"] == "ok"
    assert one.call("quit")["status"] == "ok"
    assert one.circusd.wait(20) == 0


def test_the_ini_may_be_an_option_and_circusds_own_options_are_passed_on(node: Callable[..., Any], tmp_path: Path) -> None:
    pidfile, log = tmp_path / "pid", tmp_path / "log"
    one = node(arguments=["--pidfile", str(pidfile), "--log-level", "debug", "--log-output", str(log)])
    assert pidfile.read_text().strip() == str(one.pid)
    assert "[DEBUG]" in log.read_text()


def test_a_new_configuration_may_give_a_watcher_a_service(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node("[watcher:plain]\ncmd = sleep 60\nautostart = False\n", node_file=box.node_file)
    assert one.call("node-info")["services"] == []
    one.ini.write_text(one.ini.read_text() + box.watcher())
    assert one.call("reloadconfig")["status"] == "ok"
    assert [told["watcher"] for told in one.call("node-info")["services"]] == ["box"]
    one.ini.write_text(one.ini.read_text().replace("[watcher:plain]", "[watcher:plain]\nservice = bax"))
    reply = one.call("reloadconfig")
    assert (reply["status"], reply["errno"]) == ("error", 3)
    assert "there is no service 'bax'" in reply["reason"]
    assert [told["watcher"] for told in one.call("node-info")["services"]] == ["box"]


def test_circusd_restarts_within_itself(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any) -> None:
    box = make_service()
    one = node(box.watcher(lines=""), node_file=box.node_file)
    (before,) = eventually(lambda: one.processes("box"))
    one.call("restart", waiting=False)
    eventually(lambda: one.log.count("Arbiter now waiting for commands") == 2)  # what is sent before is lost with the old endpoint
    (after,) = eventually(lambda: [pid for pid in one.processes("box") if pid != before])
    assert psutil.Process(after).ppid() == one.pid
    assert one.call("health")["watchers"]["box"]["orphans"] == []


def test_a_slow_stop_of_circusd_logs_no_traceback(node: Callable[..., Any], eventually: Any) -> None:
    command = """bash -c 'trap "" TERM; touch deaf; while :; do sleep 0.1; done'"""
    one = node(f"[watcher:web]\ncmd = {command}\ngraceful_timeout = 1\n")
    eventually((one.folder / "deaf").exists)
    # circusd forgets a SIGTERM that comes while it starts its watchers: it is at rest when it lets something be set.
    eventually(lambda: one.call("set", name="web", options={"warmup_delay": 0}, waiting=True)["status"] == "ok")
    one.circusd.terminate()  # five looks at the processes fall into the stop
    assert one.circusd.wait(20) == 0
    assert "Arbiter exiting" in one.log
    assert "Traceback" not in one.log


def test_check_says_what_is_wrong_and_starts_nothing(ini: Path) -> None:
    good = run("--check", "--config", ini)
    assert (good.returncode, good.stdout) == (0, f"{ini}: nothing wrong found\n")
    ini.write_text(INI + "[watcher:box]\ncmd = no-such-program\nservice = nonsense\n")
    bad = run("--check", ini)
    assert bad.returncode == 1
    assert "nonsense" in bad.stdout
    assert bad.stderr == ""


def test_a_state_folder_that_cannot_be_written_is_one_sentence(ini: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "state"
    for ended in (run(ini, "--state", folder), run(ini, STATE_DIRECTORY=str(folder))):
        assert ended.returncode == 1
        expected = f"circusman-node: the state folder {folder} cannot be written: Not a directory; name another one by --state FOLDER\n"
        assert ended.stderr == expected


def test_a_state_folder_serves_one_node(node: Callable[..., Any], ini: Path) -> None:
    one = node()
    ended = run(ini, "--state", one.state)
    assert ended.returncode == 1
    expected = f"the state folder {one.state} is used by another circusman-node; name another one by --state FOLDER"
    assert ended.stderr == f"circusman-node: {expected}\n"


def test_a_scratch_folder_holds_the_state_too(node: Callable[..., Any], eventually: Any, tmp_path: Path) -> None:
    one = node("[watcher:web]\ncmd = sleep 60\n", arguments=["--scratch", str(tmp_path / "scratch")], has_state=False)
    assert (tmp_path / "scratch" / "state" / "ledger.json").exists()
    assert not one.state.exists()
    one.end()
    eventually(lambda: not (tmp_path / "scratch").exists())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "error: name a configuration file: circusman-node --config INI"),
        (["a.ini", "--config", "b.ini"], "error: two configuration files: a.ini and b.ini"),
        (["a.ini", "--nonsense"], "error: unrecognized arguments: --nonsense"),
    ],
)
def test_wrong_arguments_are_refused(arguments: list[str], said: str) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2
    assert said in ended.stderr


def test_a_missing_ini_or_node_file_is_one_sentence(ini: Path, tmp_path: Path) -> None:
    for arguments, missing in (((tmp_path / "no.ini",), "no.ini"), ((ini, "--node-config", tmp_path / "no.toml"), "no.toml")):
        ended = run(*arguments, "--state", tmp_path / "state")
        assert ended.returncode == 1
        assert ended.stderr.startswith("circusman-node: ")
        assert missing in ended.stderr
        assert ended.stderr.count("\n") == 1


def test_the_version_is_circuss() -> None:
    assert run("--version").stdout == f"{circus.__version__}\n"
