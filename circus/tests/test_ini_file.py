"""circus's ini, and where in it an option stands."""

from pathlib import Path

import pytest

from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile


def test_included_files_are_read_and_their_lines_known(tmp_path: Path) -> None:
    ini, more = tmp_path / "circus.ini", tmp_path / "more.ini"
    ini.write_text("[circus]\ninclude = more.ini\n\n[watcher:a]\ncmd = sleep 1\n# service = z\n")
    more.write_text("[watcher:b]\ncmd = sleep 2\n[watcher:a]\ncmd = sleep 3\nservice: y\nservice = x\n")
    file = IniFile(ini)
    assert [(watcher["name"], watcher["cmd"]) for watcher in file.watchers] == [("a", "sleep 1"), ("b", "sleep 2")]
    assert file.watchers[0]["service"] == "y"
    assert file.place("watcher:a", "cmd") == f"{ini}:5"
    assert file.place("watcher:a", "service") == f"{more}:5"
    assert file.place("watcher:b", "service") == f"{more}:1"
    assert file.place("watcher:b") == f"{more}:1"
    assert file.place("watcher:c") == str(ini)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cmd = x\n", ":1: a section such as [circus] must come before this line"),
        ("[watcher:a]\ncmd = x\noops\n", ":3: this is neither a section, an option nor a comment"),
        (
            "[watcher:a]\nnumprocesses = two\n",
            ":2: numprocesses = two in [watcher:a]: invalid literal for int() with base 10: 'two'; correct it",
        ),
        (
            "[watcher:a]\ncmd = x\ngraceful_timeout = abc\n",
            ":3: graceful_timeout = abc in [watcher:a]: could not convert string to float: 'abc'; correct it",
        ),
        ("[watcher:a]\nstop_signal = SIGTREM\n", ":2: stop_signal = SIGTREM in [watcher:a]: there is no such signal; correct it"),
        (
            "[watcher:a]\nstdout_stream = x\n",
            ":2: stdout_stream = x in [watcher:a]: the options of this stream begin with 'stdout_stream.'; correct it",
        ),
        (
            "[watcher:a]\nstderr_streams.class = x\n",
            ":2: stderr_streams.class = x in [watcher:a]: the options of this stream begin with 'stderr_stream.'; correct it",
        ),
        ("[watcher:a]\nhooks.a = x,\n  often\n", ":2: hooks.a = x, often in [watcher:a]: 'often' is not a boolean; correct it"),
        ("[watcher:a]\nstop_descendants = often\n", ":2: stop_descendants = often in [watcher:a]: 'often' is not a boolean; correct it"),
        ("[watcher:a]\nhooks = x\nhooks.after_stop = y\n", ": 'str' object does not support item assignment; correct it"),
        (
            "[env]\nn = two\n[circus]\ncheck_delay = $(circus.env.n)\n",
            ":4: check_delay = $(circus.env.n) in [circus]: could not convert string to float: 'two'; correct it",
        ),
    ],
)
def test_what_circusd_could_not_read_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text(text)
    with pytest.raises(NodeError) as refused:
        IniFile(ini)
    assert refused.value.reason == f"{ini}{reason}"


def test_all_wrong_values_are_said_at_once_with_their_places(tmp_path: Path) -> None:
    ini, more = tmp_path / "circus.ini", tmp_path / "more.ini"
    ini.write_text("[circus]\ninclude = more.ini\numask = 9\n[watcher:b]\ncmd = x\nsingleton = yes please\ncopy_env = True\n")
    more.write_text("[env]\nx = 1\n[watcher:a]\ncmd = x\nshell = perhaps\n[plugin:p]\npriority = high\n")
    with pytest.raises(NodeError) as refused:
        IniFile(ini)
    assert refused.value.reason.split("\n") == [
        f"{ini}:3: umask = 9 in [circus]: invalid literal for int() with base 8: '9'; correct it",
        f"{ini}:6: singleton = yes please in [watcher:b]: 'yes please' is not a boolean; correct it",
        f"{more}:5: shell = perhaps in [watcher:a]: 'perhaps' is not a boolean; correct it",
        f"{more}:7: priority = high in [plugin:p]: invalid literal for int() with base 10: 'high'; correct it",
    ]


def test_an_ini_that_is_no_text_is_refused(tmp_path: Path) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_bytes(b"[watcher:a]\ncmd = \xff\n")
    with pytest.raises(NodeError, match=r"circus\.ini: 'utf-8' codec can't decode .*; correct it"):
        IniFile(ini)


def test_an_ini_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"circus\.ini cannot be read \(No such file or directory\)"):
        IniFile(tmp_path / "circus.ini")
