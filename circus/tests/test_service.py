"""Reading a service's description, and what is refused in it."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circusman_node.errors import NodeError
from circusman_node.service import FIXED_VARIABLES, Ready, load_service

HEAD = '[service]\nhome = "/srv/store"\n'


def folder_of(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "store"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "store.conf").write_text("port 1\n")
    (folder / "templates" / "other.conf").write_text("port 2\n")
    (folder / "service.toml").write_text(text)
    return folder


def refusal(tmp_path: Path, text: str) -> str:
    """Why the description is refused, from `service.toml:LINE` on."""
    folder = folder_of(tmp_path, text)
    with pytest.raises(NodeError) as refused:
        load_service(folder)
    assert refused.value.reason.startswith(f"{folder}/")
    return refused.value.reason.removeprefix(f"{folder}/")


def test_a_description_is_read_whole(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        """
[service]
description = "A store"
home = "/srv/./store/"
data = ["data/a", "data/./b"]
logs = ["logs", "data/a/logs"]
all = false
start_together = true
reset_together = true
stop_descendants = true
[files]
"store.conf" = "conf/store.conf"
[ready]
http = "http://{{ address }}:80/"
status = 204
failed = 404
every = 2
within = 7.5
[variables]
name = "a"
count = 2
share = 0.5
fast = true
more = ["b"]
""",
    )
    service = load_service(folder)
    assert (service.name, service.folder, service.description, service.home) == ("store", folder, "A store", Path("/srv/store"))
    assert (service.data, service.logs) == (("data/a", "data/b"), ("logs", "data/a/logs"))
    assert (service.all, service.start_together, service.reset_together, service.stop_descendants) == (False, True, True, True)
    assert service.files == {"store.conf": "conf/store.conf"}
    assert service.ready == Ready("http", "http://{{ address }}:80/", 204, 2.0, 7.5, 404)
    assert service.variables == {"name": "a", "count": 2, "share": 0.5, "fast": True, "more": ["b"]}


def test_all_but_the_home_has_a_default(tmp_path: Path) -> None:
    service = load_service(folder_of(tmp_path, HEAD))
    assert (service.description, service.data, service.logs, service.files, service.ready, service.variables) == ("", (), (), {}, None, {})
    assert (service.all, service.start_together, service.reset_together, service.stop_descendants) == (True, False, False, False)


def test_readiness_by_a_port_has_defaults(tmp_path: Path) -> None:
    service = load_service(folder_of(tmp_path, HEAD + '[ready]\ntcp = "{{ address }}:{{ port }}"\n'))
    assert service.ready == Ready("tcp", "{{ address }}:{{ port }}", 0, 1.0, 120.0)


def test_a_missing_description_is_named(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"nowhere/service\.toml cannot be read \(No such file or directory\)"):
        load_service(tmp_path / "nowhere")


@pytest.mark.parametrize("path", ["", ".", "./", "/data", "..", "data/../..", "data/..", "a/../b", "a\\u0000b"])
@pytest.mark.parametrize("key", ["data", "logs"])
def test_a_folder_that_could_lie_outside_the_home_is_refused(tmp_path: Path, key: str, path: str) -> None:
    reason = refusal(tmp_path, f'{HEAD}{key} = ["fine", "{path}"]\n')
    assert reason.startswith("service.toml:3: the path '")
    assert reason.endswith("must lie below the service's home: relative, not empty, without '..'")


@pytest.mark.parametrize("path", ["", ".", "/etc/passwd", "../x", "conf/../../x"])
def test_a_destination_that_could_lie_outside_the_home_is_refused(tmp_path: Path, path: str) -> None:
    reason = refusal(tmp_path, f'{HEAD}[files]\n"other.conf" = "conf/other.conf"\n"store.conf" = "{path}"\n')
    assert reason == f"service.toml:5: the path '{path}' must lie below the service's home: relative, not empty, without '..'"


@pytest.mark.parametrize("home", ["srv/store", "", "/", "//", "/srv/../store"])
def test_a_home_that_is_no_folder_of_its_own_is_refused(tmp_path: Path, home: str) -> None:
    reason = refusal(tmp_path, f'[service]\nhome = "{home}"\n')
    assert reason == f"service.toml:2: '{home}' is no folder that can be used; name an absolute path other than / and without '..'"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "1: the key 'home' is missing in [service]"),
        ("[service]\n", "1: the key 'home' is missing in [service]"),
        ("service = 1\n", "1: 'service' must be a table"),
        (HEAD + 'dta = ["x"]\n', "3: unknown key 'dta'; did you mean 'data'?"),
        (
            HEAD + "x = 1\n",
            "3: unknown key 'x'; known: all, data, description, home, logs, reset_together, start_together, stop_descendants",
        ),
        (HEAD + "[file]\n", "3: unknown table 'file'; did you mean 'files'?"),
        (HEAD + "data = 'x'\n", "3: 'data' must be a list of strings"),
        (HEAD + "data = [\n 1]\n", "3: 'data' must be a list of strings"),
        (HEAD + "all = 1\n", "3: 'all' must be true or false"),
        (HEAD + "all = tru\n", "3: Invalid value"),
        (HEAD + "all = ", "3: Invalid value, at the end of the file"),
        (HEAD + 'data = ["d", "d/e"]\n', "3: 'd/e' and 'd' overlap; name only the outer folder"),
        (HEAD + 'data = ["l/d"]\nlogs = ["l"]\n', "4: the data folder 'l/d' lies in the log folder 'l'; keep data out of the logs"),
        (HEAD + '[files]\n"gone.conf" = "x"\n', "4: there is no template 'gone.conf' in "),
        (HEAD + '[files]\n"../service.toml" = "x"\n', "4: the path '../service.toml' must lie below"),
        (
            HEAD + 'data = ["d"]\n[files]\n"store.conf" = "d/x"\n',
            "5: 'd/x' lies where reset removes 'd'; keep configuration and data apart",
        ),
        (
            HEAD + 'logs = ["l/m"]\n[files]\n"store.conf" = "l"\n',
            "5: 'l' lies where reset removes 'l/m'; keep configuration and data apart",
        ),
        (
            HEAD + '[files]\n"store.conf" = "x"\n"other.conf" = "./x"\n',
            "5: 'x' is already what 'store.conf' becomes; name another file",
        ),
        (HEAD + "[ready]\n", "3: [ready] needs either 'http' or 'tcp', and not both"),
        (HEAD + '[ready]\nhttp = "http://a"\ntcp = "a:1"\n', "3: [ready] needs either 'http' or 'tcp', and not both"),
        (HEAD + '[ready]\nhttp = "a:80"\n', "4: 'http' must begin with http://"),
        (HEAD + '[ready]\ntcp = "a"\n', "4: 'tcp' must be an address and a port, such as {{ address }}:9160"),
        (HEAD + '[ready]\ntcp = "a:1"\nstatus = 200\n', "5: 'status' goes with 'http' only; take it out"),
        (HEAD + '[ready]\ntcp = "a:1"\nfailed = 404\n', "5: 'failed' goes with 'http' only; take it out"),
        (
            HEAD + '[ready]\nhttp = "http://a"\nfailed = 200\n',
            "5: 'failed' is 200, which means ready; write the status of a service that never will be",
        ),
        (HEAD + '[ready]\ntcp = "a:1"\nevery = 0\n', "5: 'every' must be seconds, more than 0 and at most 86400"),
        (HEAD + '[ready]\ntcp = "a:1"\nwithin = nan\n', "5: 'within' must be seconds, more than 0 and at most 86400"),
        (HEAD + '[ready]\ntcp = "a:1"\nevry = 1\n', "5: unknown key 'evry'; did you mean 'every'?"),
        (HEAD + "[variables]\nx.y = 1\n", "4: 'x' must be a string, a number, true or false, or a list of strings"),
        (HEAD + "[variables]\nx = 1979-05-27\n", "4: 'x' must be a string, a number, true or false, or a list of strings"),
        (HEAD + '[variables]\n"x y" = 1\n', "4: 'x y' cannot be a variable's name; use letters, digits and _"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    assert refusal(tmp_path, text).startswith(f"service.toml:{reason}")


@pytest.mark.parametrize("name", FIXED_VARIABLES)
def test_a_variable_does_not_hide_one_that_every_template_has(tmp_path: Path, name: str) -> None:
    reason = refusal(tmp_path, f"{HEAD}[variables]\n{name} = 1\n")
    assert reason == f"service.toml:4: every template has a variable '{name}' of another meaning already; choose another name"


@settings(max_examples=300, deadline=None)
@given(path=st.one_of(st.text(), st.lists(st.sampled_from(["..", ".", "", "a", "~", "*"])).map("/".join)))
def test_whatever_path_is_declared_it_lies_below_the_home_or_is_refused(path: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "declared"
    folder.mkdir(exist_ok=True)
    (folder / "service.toml").write_text(f"{HEAD}data = [{json.dumps(path, ensure_ascii=False).replace(chr(127), '?')}]\n", "utf-8")
    try:
        [declared] = load_service(folder).data
    except NodeError as error:
        assert "must lie below the service's home" in error.reason
        return
    resolved = os.path.normpath(os.path.join("/srv/store", declared))
    assert resolved.startswith("/srv/store/")
    assert resolved == f"/srv/store/{declared}"
