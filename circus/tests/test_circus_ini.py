"""The shipped circus.ini."""

import signal
from pathlib import Path

import pytest

from circusman_node.catalog import services_of
from circusman_node.check import check
from circusman_node.ini_file import IniFile
from circusman_node.node_file import NodeFile, Override

CIRCUS_INI = Path(__file__).parent.parent / "circus.ini"
ENDPOINTS = ("endpoint", "pubsub_endpoint")


def test_its_watchers_are_neo4j_and_titan() -> None:
    services = services_of(CIRCUS_INI, NodeFile())
    assert {watcher: service.name for watcher, service in services.items()} == {"neo4j": "neo4j-ha", "titan": "titan"}


@pytest.mark.parametrize("number", [0, 1])
def test_each_watcher_is_one_process_started_on_request_and_ended_in_order(number: int) -> None:
    watcher = IniFile(CIRCUS_INI).watchers[number]
    wanted = {
        "autostart": False,
        "singleton": True,
        "copy_env": True,
        "shell": False,
        "stop_signal": signal.SIGTERM,
        "graceful_timeout": 45,
    }
    assert {key: watcher[key] for key in wanted} == wanted
    for stream in ("stdout_stream", "stderr_stream"):
        assert watcher[stream]["class"] == "circusman_node.log_stream.LogStream"
        assert 0 < int(watcher[stream]["max_bytes"]) * int(watcher[stream]["backup_count"]) < 100_000_000


@pytest.mark.parametrize("number", [0, 1])
def test_each_watcher_runs_and_logs_in_the_home_of_its_service(number: int) -> None:
    watcher = IniFile(CIRCUS_INI).watchers[number]
    service = services_of(CIRCUS_INI, NodeFile())[watcher["name"]]
    assert watcher["working_dir"] == str(service.home)
    for stream in ("stdout_stream", "stderr_stream"):
        assert Path(watcher[stream]["filename"]).parent in [service.home / folder for folder in service.logs]


def test_it_is_bound_to_loopback_until_the_private_address_is_uncommented(tmp_path: Path) -> None:
    config = IniFile(CIRCUS_INI).config
    assert [config[option] for option in ENDPOINTS] == [f"tcp://127.0.0.1:{port}" for port in (5555, 5556)]
    private = tmp_path / "circus.ini"
    private.write_text(CIRCUS_INI.read_text().replace("\n#endpoint", "\nendpoint").replace("\n#pubsub", "\npubsub"))
    config = IniFile(private).config
    assert [config[option] for option in ENDPOINTS] == [f"tcp://192.168.0.1:{port}" for port in (5555, 5556)]


def test_it_runs_no_statistics_process_and_announces_nothing() -> None:
    config = IniFile(CIRCUS_INI).config
    assert (config["statsd"], config["multicast_endpoint"]) == (False, "")


def test_nothing_is_wrong_with_it_once_the_folders_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text(CIRCUS_INI.read_text().replace("/srv/", f"{tmp_path}/"))
    (tmp_path / "java").write_text("#!/bin/sh\n")
    (tmp_path / "java").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("neo4j", "titan"):
        (tmp_path / name / "logs").mkdir(parents=True)
    overrides = {"neo4j-ha": Override(tmp_path / "neo4j"), "titan": Override(tmp_path / "titan")}
    assert check(ini, NodeFile(overrides=overrides)) == []
