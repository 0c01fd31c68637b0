"""Which files are read as logs: the watcher's own streams and what its service declares, and nothing that a link puts in their place."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from log_client import Log, Watchers, sources

from circusman_node.catalog import find_service
from circusman_node.logs.last_lines import last_lines
from circusman_node.node import Node
from circusman_node.node_file import load_node_file
from circusman_node.service import Service

DECLARED = '[log_files]\n"data/messages.log" = "%Y-%m-%d %H:%M:%S"\n"logs/*.log" = ""\n"deep/*/x[12].txt" = ""\nstdout = "%s"\n'


@pytest.fixture
def service(make_service: Callable[..., Any], tmp_path: Path) -> Service:
    (tmp_path / "node.toml").write_text(make_service("box", tables=DECLARED).node_file)
    found = find_service("box", load_node_file(tmp_path / "node.toml"))
    assert found is not None
    for folder in ("data", "logs", "deep/a", "deep/b"):
        (found.home / folder).mkdir(parents=True)
    return found


@pytest.fixture
def box(watchers: Watchers, service: Service) -> Watchers:
    """A watcher `box` of a service that declares logs; its stdout lies in the home, among them."""
    watchers.add("box", service.home / "logs" / "stdout.log", service=service)
    (service.home / "logs" / "stdout.log").write_text("printed")
    return watchers


def secret(tmp_path: Path) -> Path:
    """A file that is no log."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "shadow").write_text("root:secret")
    return tmp_path / "etc" / "shadow"


def test_declared_files_and_patterns_are_logs(box: Watchers, service: Service) -> None:
    for name in ("data/messages.log.1", "logs/a.log", "logs/a.log.1", "logs/a.log.2.gz", "logs/.hidden.log", "logs/a.txt", "deep/b/x2.txt"):
        (service.home / name).write_text(name)
    said = sources(box.call, "box")
    assert {name: [file["name"] for file in one["files"]] for name, one in said.items()} == {
        "stdout": ["stdout.log"],
        "stderr": [],
        "data/messages.log": ["messages.log.1"],
        "logs/a.log": ["a.log.1", "a.log"],
        "deep/b/x2.txt": ["x2.txt"],
    }
    assert [one["time"] for one in said.values()] == ["%s", None, "%Y-%m-%d %H:%M:%S", None, None]
    assert [one["problem"] for name, one in said.items() if name != "stderr"] == [None] * 4
    assert Log(box.call, "box", "data/messages.log").all() == b"data/messages.log.1"
    assert Log(box.call, "BOX", "deep/b/x2.txt").all() == b"deep/b/x2.txt"


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../x.log",
        "logs/../logs/a.log",
        "logs//a.log",
        "./data/messages.log",
        "logs/a.txt",
        "logs/.hidden.log",
        "logs/a/b.log",
        "logs/*.log",
        "deep/../x1.txt",
        "deep/c/x3.txt",
        "data",
        "",
        "logs/a\0.txt",
    ],
)
def test_what_is_not_declared_is_not_read(box: Watchers, name: str) -> None:
    error = Log(box.call, "box", name).read()["error"]
    assert error == f"box has no log {name!r}; it has stdout, stderr, data/messages.log, logs/*.log, deep/*/x[12].txt"


def test_a_link_in_place_of_a_log_is_refused(box: Watchers, service: Service, tmp_path: Path) -> None:
    target = secret(tmp_path)
    for name in ("data/messages.log", "logs/stdout.log", "logs/a.log"):
        (service.home / name).unlink(missing_ok=True)
        (service.home / name).symlink_to(target)
        source = "stdout" if "stdout" in name else name
        sentence = f"{service.home / name} is a link, which is not read; have the log written to a plain file"
        assert Log(box.call, "box", source).read() == {"error": sentence}
        assert sources(box.call, "box")[source]["problem"] == sentence


def test_the_last_lines_that_health_tells_are_no_link_s_either(box: Watchers, here: Node, service: Service, tmp_path: Path) -> None:
    assert last_lines(here, "box", 5) == ["printed"]
    (service.home / "logs" / "stdout.log").unlink()
    (service.home / "logs" / "stdout.log").symlink_to(secret(tmp_path))
    assert last_lines(here, "box", 5) == []


def test_a_rotated_file_that_is_a_link_is_left_out(box: Watchers, service: Service, tmp_path: Path) -> None:
    (service.home / "logs" / "stdout.log.1").symlink_to(secret(tmp_path))
    (service.home / "logs" / "stdout.log.2").mkdir()
    os.mkfifo(service.home / "logs" / "stdout.log.3")
    assert Log(box.call, "box", "stdout").all() == b"printed"


def test_a_folder_that_is_a_link_out_of_the_home_is_refused(box: Watchers, service: Service, tmp_path: Path) -> None:
    target = secret(tmp_path)
    (target.parent / "messages.log").write_text("not its own")
    (service.home / "data").rmdir()
    (service.home / "data").symlink_to(target.parent)
    for said in (Log(box.call, "box", "data/messages.log").read()["error"], sources(box.call, "box")["data/messages.log"]["problem"]):
        assert "leaves the home" in said
    (service.home / "deep" / "c").symlink_to(target.parent)
    (target.parent / "x1.txt").write_text("not its own")
    assert "deep/c/x1.txt" not in sources(box.call, "box") or sources(box.call, "box")["deep/c/x1.txt"]["problem"]
    assert "leaves the home" in Log(box.call, "box", "deep/c/x1.txt").read()["error"]


def test_a_folder_that_is_a_link_inside_the_home_is_followed(box: Watchers, service: Service) -> None:
    (service.home / "data").rename(service.home / "data-2")
    (service.home / "data").symlink_to("data-2")
    (service.home / "data-2" / "messages.log").write_text("here")
    assert Log(box.call, "box", "data/messages.log").all() == b"here"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (os.mkfifo, "a pipe, socket or device"),
        (os.mkdir, "a folder"),
        (lambda path: os.mknod(path, stat.S_IFSOCK), "a pipe, socket or device"),
    ],
    ids=["pipe", "folder", "socket"],
)
def test_only_plain_files_are_read(box: Watchers, service: Service, make: Callable[[Path], None], kind: str) -> None:
    make(service.home / "data" / "messages.log")
    sentence = f"{service.home}/data/messages.log is {kind}, which is not read; have the log written to a plain file"
    assert Log(box.call, "box", "data/messages.log").read() == {"error": sentence}


def test_outside_of_a_home_a_link_is_followed_where_only_root_can_have_made_it(watchers: Watchers, tmp_path: Path) -> None:
    real, link = tmp_path / "disk" / "logs", tmp_path / "logs"
    real.mkdir(parents=True)
    link.symlink_to("disk/logs")
    (real / "web.log").write_text("here")
    watchers.add("web", link / "web.log")
    log = Log(watchers.call, "web", "stdout")
    assert log.all() == b"here"
    tmp_path.chmod(0o777)
    sentence = f"{link} is a link, made where others than root may write, and is not followed; name the folder itself"
    assert log.read() == {"error": sentence}
    tmp_path.chmod(0o755)
    link.unlink()
    link.symlink_to(link)
    assert "goes through more than 40 links" in log.read()["error"]


def test_a_hard_link_that_others_may_have_made_is_not_read(box: Watchers, service: Service, tmp_path: Path) -> None:
    target, log = secret(tmp_path), Log(box.call, "box", "data/messages.log")
    target.chmod(0o640)
    (service.home / "data" / "messages.log").hardlink_to(target)
    assert log.all() == b"root:secret"  # in a folder of root's own nobody else can have made it
    (service.home / "data").chmod(0o777)
    assert "is a file of another place, too (a hard link)" in log.read()["error"]
    target.chmod(0o644)
    assert log.all() == b"root:secret"  # anybody can read it anyway


def test_a_file_that_cannot_be_read_says_why(box: Watchers, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    file, opened = service.home / "data" / "messages.log", os.open
    file.write_text("x")

    def refusing(path: Any, *arguments: Any, **options: Any) -> int:
        if path == "messages.log":  # the tests run as root, who may read anything
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refusing)
    assert Log(box.call, "box", "data/messages.log").read() == {
        "error": f"{file} cannot be read (Permission denied); let the user read it that circusd runs as"
    }


def test_a_pattern_that_stands_for_too_much_says_so(box: Watchers, service: Service) -> None:
    for number in range(201):
        (service.home / "logs" / f"{number}x.log").touch()
    said = sources(box.call, "box")["logs/*.log"]
    assert (said["files"], said["problem"]) == (
        [],
        f"more than 200 files in {service.home} match logs/*.log; declare fewer in {service.folder}/service.toml",
    )
