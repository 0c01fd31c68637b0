"""Only plain files are read, and never more of them than counts: a named pipe would wait for ever, and a device may never end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from circusman_node.catalog import find_service
from circusman_node.check import check
from circusman_node.configure.render import read_templates
from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile
from circusman_node.node_file import NodeFile
from circusman_node.plain_file import read_plain
from circusman_node.state_folder import StateFolder
from circusman_node.toml_file import TomlFile

PACKAGE = Path(__file__).parent.parent


def _socket(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(str(path))


ODD: list[tuple[Callable[[Path], None], str]] = [
    (os.mkfifo, "is a named pipe, not a plain file; put one in its place"),
    (lambda path: path.symlink_to("/dev/zero"), "is a device, not a plain file; put one in its place"),
    (_socket, "is a socket, not a plain file; put one in its place"),
    (Path.mkdir, "is a folder, not a plain file; put one in its place"),
]
odd = pytest.mark.parametrize(("make", "sentence"), ODD, ids=["pipe", "device", "socket", "folder"])


@odd
def test_a_file_that_is_none_is_refused(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    make(tmp_path / "odd")
    with pytest.raises(NodeError) as refused:
        read_plain(tmp_path / "odd", 10)
    assert refused.value.reason == f"{tmp_path / 'odd'} {sentence}"


def test_a_file_is_read_up_to_its_limit_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("12345")
    assert read_plain(tmp_path / "file", 5) == b"12345"
    os.truncate(tmp_path / "file", 2**40)
    began = time.monotonic()
    with pytest.raises(NodeError, match="file is larger than 1000 kB"):
        read_plain(tmp_path / "file", 1_000_000)
    assert time.monotonic() - began < 2
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "none", 1)


@odd
def test_what_describes_the_node_is_plain(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    make(tmp_path / "x.json")
    make(tmp_path / "node.toml")
    for read in (lambda: TomlFile(tmp_path / "node.toml"), lambda: StateFolder(tmp_path).read_json("x.json")):
        with pytest.raises(NodeError) as refused:
            read()
        assert sentence in refused.value.reason


@odd
def test_an_ini_and_all_that_it_includes_is_plain(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text("[circus]\ninclude = more.ini\n[watcher:a]\ncmd = sleep 1\n")
    (tmp_path / "more.ini").write_text("[watcher:b]\ncmd = sleep 1\n")
    assert [watcher["name"] for watcher in IniFile(ini).watchers] == ["a", "b"]
    (tmp_path / "more.ini").unlink()
    make(tmp_path / "more.ini")
    assert check(ini, NodeFile()) == [f"{tmp_path / 'more.ini'} {sentence}"]
    ini.write_text("[circus]\ninclude_dir = .\n[watcher:a]\ncmd = sleep 1\n")
    assert check(ini, NodeFile()) == [f"{tmp_path / 'more.ini'} {sentence}"]
    ini.unlink()
    make(ini)
    assert check(ini, NodeFile()) == [f"{ini} {sentence}"]


def test_a_service_and_its_templates_are_plain(tmp_path: Path) -> None:
    folder = tmp_path / "services" / "store"
    (folder / "templates").mkdir(parents=True)
    template = folder / "templates" / "store.conf"
    template.write_text("x")
    (folder / "service.toml").write_text(f'[service]\nhome = "{tmp_path}"\ndata = ["data"]\n[files]\n"store.conf" = "conf/store.conf"\n')
    node_file = NodeFile(service_folders=(tmp_path / "services",))
    service = find_service("store", node_file)
    assert service is not None
    template.unlink()
    os.mkfifo(template)
    with pytest.raises(NodeError, match=r"store\.conf is a named pipe, not a plain file"):
        read_templates(service)
    (folder / "service.toml").unlink()
    os.mkfifo(folder / "service.toml")
    with pytest.raises(NodeError, match=r"service\.toml is a named pipe, not a plain file"):
        find_service("store", node_file)


def test_the_check_of_a_whole_program_ends(tmp_path: Path) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text("[circus]\ninclude = pipe.ini\n[watcher:a]\ncmd = sleep 1\n")
    os.mkfifo(tmp_path / "pipe.ini")
    command = [sys.executable, str(PACKAGE / "circusman-node"), "--check", str(ini)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30)
    assert ended.returncode == 1
    assert f"{tmp_path / 'pipe.ini'} is a named pipe, not a plain file" in ended.stdout + ended.stderr
    started = subprocess.run(
        [sys.executable, str(PACKAGE / "circusman-node"), "--state", str(tmp_path), str(ini)],
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )
    assert started.returncode != 0
    assert "is a named pipe, not a plain file" in started.stderr
    assert "Traceback" not in started.stderr
