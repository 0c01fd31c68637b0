"""The services that come with the package, against `known_good`: the files with which real clusters ran.

There, capital words stand for what a template fills in: ADDRESS the node's own, ADDRESS1… all of them, CONF, DATA and LIB folders.
"""

import re
import shlex
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from circusman_node.catalog import SHIPPED, find_service
from circusman_node.configure.render import read_templates, render
from circusman_node.ini_file import IniFile
from circusman_node.node_file import NodeFile
from circusman_node.service import Service

KNOWN_GOOD = Path(__file__).parent / "known_good"
CIRCUS_INI = Path(__file__).parent.parent / "circus.ini"
MEMBERS = [f"127.0.81.{number}" for number in range(1, 4)]
NAMES = ["neo4j", "neo4j-ha", "titan"]


def shipped(name: str) -> Service:
    service = find_service(name, NodeFile())
    assert service is not None
    return service


def rendered(service: Service, home: str | None = None, at: list[str] = MEMBERS, **variables: object) -> dict[str, str]:
    """The files of the service for the second of the members, which are `at` these addresses, in the cluster of the known-good files."""
    place = {"address": at[1], "index": 2, "identifier": 2, "cluster": "lab", "addresses": at}
    place["members"] = [{"address": address, "identifier": number} for number, address in enumerate(at, 1)]
    names = {"watcher": service.name, "service": service.name, "home": home or str(service.home), "data": [], "logs": []}
    return render(read_templates(service), {**service.variables, **place, **names, **variables})


def known_good(service: Service, file: str) -> str:
    """A known-good file, filled in for the second of the members."""
    home = str(service.home)
    words = {"SEEDS": MEMBERS[0], "INDEX": "2", "CONF": f"{home}/conf", "DATA": f"{home}/data", "LIB": f"{home}/lib", "ADDRESS": MEMBERS[1]}
    words |= {f"ADDRESS{number}": address for number, address in enumerate(MEMBERS, 1)}
    text = (KNOWN_GOOD / service.name / file).read_text()
    return re.sub(r"\b(ADDRESS\d?|SEEDS|INDEX|CONF|DATA|LIB)\b", lambda found: words[found[1]], text)


def java_words(text: str) -> list[str]:
    return shlex.split(text, comments=True)


def test_every_shipped_service_loads() -> None:
    assert sorted(folder.name for folder in SHIPPED.iterdir()) == NAMES
    assert [shipped(name).name for name in NAMES] == NAMES


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("neo4j-ha", "neo4j.properties"),
        ("neo4j-ha", "neo4j-server.properties"),
        ("neo4j-ha", "neo4j.conf"),
        ("titan", "cassandra-rackdc.properties"),
        ("titan", "rexster.xml"),
    ],
)
def test_a_rendered_file_is_the_known_good_one(name: str, file: str) -> None:
    service = shipped(name)
    assert rendered(service)[file].splitlines() == known_good(service, file).splitlines()


def test_cassandra_yaml_is_the_known_good_one_but_for_a_comment_and_quotes() -> None:
    service = shipped("titan")
    lines = [line for line in rendered(service)["cassandra.yaml"].splitlines() if not line.startswith("#")]
    quoted = r"^(cluster_name|listen_address|rpc_address): (.*)$"
    expected = re.sub(quoted, r'\1: "\2"', known_good(service, "cassandra.yaml"), flags=re.MULTILINE)
    assert lines == expected.splitlines()


BARE = r"[\w-]+\W+(?<!\[)fd00::[123](?!\])"
IN_BRACKETS = r"\[fd00::[123]\]"


@pytest.mark.parametrize(
    ("name", "file", "bare"),
    [
        ("neo4j-ha", "neo4j.properties", []),
        ("neo4j-ha", "neo4j-server.properties", ["address=fd00::2"]),
        ("titan", "cassandra.yaml", ['seeds: "fd00::1', 'listen_address: "fd00::2', 'rpc_address: "fd00::2']),
        ("titan", "rexster.xml", ["server-host>fd00::2", "server-host>fd00::2", "shutdown-host>fd00::2"]),
    ],
)
def test_an_ipv6_address_has_brackets_where_a_port_follows_and_none_elsewhere(name: str, file: str, bare: list[str]) -> None:
    text = rendered(shipped(name), at=["fd00::1", "fd00::2", "fd00::3"])[file]
    assert all(re.match(r":\d|<", text[found.end() :]) for found in re.finditer(IN_BRACKETS, text))
    assert re.findall(BARE, text) == bare


def test_every_member_of_neo4j_on_ipv6_is_named_with_its_port() -> None:
    text = rendered(shipped("neo4j-ha"), at=["fd00::1", "fd00::2", "fd00::3"])["neo4j.properties"]
    assert "ha.initial_hosts=[fd00::1]:5001,[fd00::2]:5001,[fd00::3]:5001\n" in text
    assert "ha.cluster_server=[fd00::2]:5001\nha.server=[fd00::2]:6001\n" in text


def test_titan_takes_ipv6_where_its_members_do() -> None:
    on_ipv6 = rendered(shipped("titan"), at=["fd00::1", "fd00::2"])["java-options.txt"]
    assert "-Djava.net.preferIPv4Stack=true" not in on_ipv6
    assert "-Djava.net.preferIPv6Addresses=true" in on_ipv6


def command_of(watcher: str, ini: Path = CIRCUS_INI) -> str:
    return next(one["cmd"] for one in IniFile(ini).watchers if one["name"] == watcher)


def command_with_the_other_one_uncommented(watcher: str, folder: Path) -> str:
    ini = folder / "circus.ini"
    ini.write_text(re.sub(r"^cmd = (.*)\n#cmd = ", r"#cmd = \1\ncmd = ", CIRCUS_INI.read_text(), count=1, flags=re.MULTILINE))
    return command_of(watcher, ini)


@pytest.mark.parametrize(
    ("name", "watcher", "file", "is_other"),
    [
        ("neo4j-ha", "neo4j", "command.txt", False),
        ("neo4j-ha", "neo4j", "command-3.1.txt", True),
        ("titan", "titan", "command.txt", False),
    ],
)
def test_java_gets_the_known_good_options_by_the_command_of_circus_ini(
    name: str, watcher: str, file: str, is_other: bool, tmp_path: Path
) -> None:
    service = shipped(name)
    command = command_with_the_other_one_uncommented(watcher, tmp_path) if is_other else command_of(watcher)
    [program, argfile, *rest] = java_words(command)
    assert argfile == f"@{service.files['java-options.txt']}"
    rest = [str(service.home / word) if word in service.files.values() else word for word in rest]
    expected = java_words(known_good(service, file).partition("(working directory")[0])
    if "@java-17-options.txt" in expected:
        place = expected.index("@java-17-options.txt")
        expected[place : place + 1] = java_words(known_good(service, "java-17-options.txt"))
    given = [program, *java_words(rendered(service)["java-options.txt"]), *rest]
    assert sorted(given) == sorted(expected)
    # In order where the order means something: the class path after -cp, then what the program itself is given.
    assert given[given.index("-cp") + 1] == expected[expected.index("-cp") + 1]
    assert expected[-len(rest) :] == rest


def test_the_seeds_of_titan_are_the_oldest_member_and_every_fifth_after_it() -> None:
    members = [{"address": f"127.0.81.{number}", "identifier": number} for number in (12, *range(1, 12))]
    assert 'seeds: "127.0.81.1,127.0.81.6,127.0.81.11"' in rendered(shipped("titan"), members=members)["cassandra.yaml"]


def test_a_titan_that_joins_is_no_seed_of_its_own_which_would_leave_its_share_of_the_data_behind() -> None:
    members = [{"address": f"127.0.81.{number}", "identifier": number} for number in range(1, 7)]
    new = rendered(shipped("titan"), address="127.0.81.6", index=6, identifier=6, members=members)
    assert 'seeds: "127.0.81.1"' in new["cassandra.yaml"]
    first = rendered(shipped("titan"), address="127.0.81.1", index=1, identifier=1, members=members)
    assert 'seeds: "127.0.81.1,127.0.81.6"' in first["cassandra.yaml"]


def test_the_identifier_of_a_neo4j_member_is_not_its_place() -> None:
    files = rendered(shipped("neo4j-ha"), identifier=7)
    assert "ha.server_id=7\n" in files["neo4j.properties"]
    assert "ha.server_id=7\n" in files["neo4j.conf"]


@pytest.mark.parametrize(("file", "setting"), [("neo4j.properties", "dbms.pagecache.memory"), ("neo4j.conf", "dbms.memory.pagecache.size")])
def test_the_page_cache_of_neo4j_is_a_variable_of_both_versions(file: str, setting: str) -> None:
    assert f"\n{setting}=1g\n" in rendered(shipped("neo4j-ha"), page_cache="1g")[file]


def test_replication_of_titan_is_a_variable() -> None:
    assert "<storage.cassandra.replication-factor>3</" in rendered(shipped("titan"), replication=3)["rexster.xml"]


@pytest.mark.parametrize("name", NAMES)
def test_heap_sizes_and_the_folder_of_the_jars_are_variables(name: str) -> None:
    words = java_words(rendered(shipped(name), heap="2g", heap_start="1g", lib="/opt/jars")["java-options.txt"])
    assert {"-Xmx2g", "-Xms1g"} <= set(words)
    assert words[words.index("-cp") + 1].endswith("/opt/jars/*")


@pytest.mark.parametrize("name", NAMES)
def test_java_takes_the_rendered_options(name: str, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("there is no java here")
    home = tmp_path / "a home"
    (home / "lib").mkdir(parents=True)
    (home / "lib" / "one.jar").touch()
    options = home / "java-options.txt"
    options.write_text(rendered(shipped(name), home=str(home))["java-options.txt"])
    told = subprocess.run([java, f"@{options}", "-XshowSettings:properties", "-version"], capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert f"{home}/lib/one.jar" in told.stderr


@pytest.mark.parametrize(
    ("name", "target", "failed", "reset_together"),
    [
        ("neo4j", "http://{{ address }}:7474/", 0, False),
        # It answers 404 while it has no master yet.
        ("neo4j-ha", "http://{{ address }}:7474/db/manage/server/ha/available", 0, False),
        ("titan", "http://{{ address }}:8182/graphs/graph", 404, True),
    ],
)
def test_ready_is_what_was_measured_to_mean_ready(name: str, target: str, failed: int, reset_together: bool) -> None:
    service = shipped(name)
    assert service.ready is not None
    assert (service.ready.target, service.ready.status, service.ready.failed) == (target, 200, failed)
    assert service.reset_together == reset_together
    assert service.stop_descendants


def test_the_data_of_each_service_are_the_folders_that_its_files_name() -> None:
    titan = rendered(shipped("titan"))["cassandra.yaml"]
    assert re.findall(r"/srv/titan/([\w/]+)", titan) == list(shipped("titan").data)
    neo4j = rendered(shipped("neo4j-ha"))
    of_2_3 = re.findall(r"location=(\S+)", neo4j["neo4j-server.properties"])
    of_3_1 = [f"{folder}/databases" for folder in re.findall(r"directories\.data=(\S+)", neo4j["neo4j.conf"])]
    assert [*of_2_3, *of_3_1] == list(shipped("neo4j-ha").data)


@pytest.mark.parametrize(
    ("name", "log", "line"),
    [
        ("neo4j-ha", "stdout", "2026-11-28 00:52:51.257+0000 INFO  No SSL certificate found, generating a self-signed"),
        (
            "neo4j-ha",
            "data/graph.db/messages.log",
            "2026-11-28 00:52:52.884+0000 INFO  [o.n.k.AvailabilityGuard] Requirement makes database",
        ),
        ("neo4j-ha", "logs/*.log", "2026-11-28 00:52:52.884+0000 INFO  [o.n.k.AvailabilityGuard] Requirement makes database unavailable"),
        ("neo4j", "logs/*.log", "2026-11-28 00:54:24.861+0000 INFO  [o.n.g.f.m.GlobalModule] Logging config in use: Embedded default"),
    ],
)
def test_the_time_of_a_line_is_read_by_the_declared_pattern(name: str, log: str, line: str) -> None:
    """Of lines as the programs wrote them."""
    service = shipped(name)
    pattern = {**service.log_files, **service.stream_times}[log]
    assert datetime.strptime(line[:28], pattern).isoformat(sep=" ", timespec="milliseconds") == f"{line[:23]}+00:00"
