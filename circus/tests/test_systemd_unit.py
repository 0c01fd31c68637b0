"""The systemd unit: that its stop is an orderly one, even while circusd is busy and drops SIGTERM."""

import configparser
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from circusman_node.ini_file import IniFile

PACKAGE = Path(__file__).parent.parent
NETWORK = "127.0.81"

# Writes down that it has begun, and then which signals it got, where no circusd that ends can lose it. A deaf one ends by SIGKILL only.
WATCHED = """
import signal, sys, time
def say(word):
    with open(sys.argv[1] + ".said", "a") as file:
        file.write(word + " ")
def on_signal(number, frame):
    say(str(number))
    if not sys.argv[1].endswith("deaf"):
        sys.exit()
signal.signal(signal.SIGTERM, on_signal)
say("begun")
while True:
    time.sleep(60)
"""


@pytest.fixture
def unit() -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(PACKAGE / "circusman-node.service")
    return parser["Service"]


def test_a_stop_may_take_as_long_as_one_under_way_and_circusds_own(unit: configparser.SectionProxy) -> None:
    longest = max(watcher["graceful_timeout"] for watcher in IniFile(PACKAGE / "circus.ini").watchers)
    assert int(unit["TimeoutStopSec"]) > 2 * longest


def test_what_circusd_leaves_behind_gets_sigterm_too(unit: configparser.SectionProxy) -> None:
    assert unit["KillMode"] == "control-group"


def test_systemd_has_nothing_against_it(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    copy = tmp_path / "circusman-node.service"
    copy.write_text(
        (PACKAGE / "circusman-node.service").read_text().replace("ExecStart=circusman-node", f"ExecStart={PACKAGE}/circusman-node")
    )
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")


def test_its_stop_is_over_at_once_when_circusd_has_ended_by_itself(unit: configparser.SectionProxy) -> None:
    command = shlex.split(unit["ExecStop"].replace("$$", "$"))
    assert subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, timeout=20).returncode == 0  # systemd sets no MAINPID then


def test_its_stop_ends_every_process_in_order_while_circusd_is_busy(
    unit: configparser.SectionProxy, node: Any, eventually: Any, tmp_path: Path
) -> None:
    program = tmp_path / "watched.py"
    program.write_text(WATCHED)
    watchers = ""
    for name in ("deaf", "fine"):
        watchers += f"[watcher:{name}]\ncmd = {sys.executable} {program} {tmp_path}/{name}\ncopy_env = True\ngraceful_timeout = 2\n"
    running = node(watchers)
    said = {name: tmp_path / f"{name}.said" for name in ("deaf", "fine")}
    eventually(lambda: all(file.exists() and file.read_text() == "begun " for file in said.values()))
    [fine] = [psutil.Process(pid) for pid in running.processes("fine")]
    running.call("stop", waiting=False, name="deaf")
    eventually(lambda: said["deaf"].read_text() == "begun 15 ")

    stop = subprocess.Popen(shlex.split(unit["ExecStop"].replace("$$", "$")), env={"MAINPID": str(running.pid), "PATH": "/usr/bin:/bin"})
    assert running.circusd.wait(30) == 0
    assert stop.wait(30) == 0
    assert running.log.count("Got signal SIG_TERM") > 1  # circusd dropped the first
    assert said["fine"].read_text() == "begun 15 "
    assert not fine.is_running()
