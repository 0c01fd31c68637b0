"""What `--check` finds wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from circusman_node.check import check
from circusman_node.node_file import NodeFile, Override

PACKAGE = Path(__file__).parent.parent


class Setting:
    """An ini with the watcher `store` of a service of that name, whose home is there: nothing is wrong with it."""

    def __init__(self, folder: Path) -> None:
        self.ini = folder / "circus.ini"
        self.home = folder / "home"
        self.home.mkdir()
        self.service = folder / "services" / "store"
        (self.service / "templates").mkdir(parents=True)
        self.template = self.service / "templates" / "store.conf"
        self.template.write_text("bind {{ address }}\n")
        self.describe(f'[service]\nhome = "{self.home}"\ndata = ["data"]\n[files]\n"store.conf" = "conf/store.conf"\n')
        self.watch("[watcher:store]\ncmd = sleep 1\n")
        self.node_file = NodeFile(service_folders=(folder / "services",))

    def describe(self, text: str) -> None:
        (self.service / "service.toml").write_text(text)

    def watch(self, text: str) -> None:
        self.ini.write_text(f"[circus]\nendpoint = tcp://127.0.81.2:5555\npubsub_endpoint = tcp://127.0.81.2:5556\n{text}")

    def problems(self) -> list[str]:
        return check(self.ini, self.node_file)


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(tmp_path)


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


def test_a_description_that_is_wrong_is_said(setting: Setting) -> None:
    setting.describe("[service]\nhme = 1\n")
    assert setting.problems() == [f"{setting.service}/service.toml:2: unknown key 'hme'; did you mean 'home'?"]


def test_a_template_that_does_not_compile_is_said(setting: Setting) -> None:
    setting.template.write_text("\n{{ adress }}\n")
    [problem] = setting.problems()
    assert problem.startswith("service store: store.conf:2: 'adress' is undefined")


def test_a_target_of_readiness_that_does_not_compile_is_said(setting: Setting) -> None:
    setting.describe(f'[service]\nhome = "{setting.home}"\n[ready]\ntcp = "{{{{ adress }}}}:1"\n')
    [problem] = setting.problems()
    assert problem.startswith(f"{setting.service}/service.toml: [ready] tcp:1: 'adress' is undefined")


def test_a_home_that_is_not_there_is_said(setting: Setting) -> None:
    setting.home.rmdir()
    advice = "create it, or set another home under [service.store] in node.toml"
    assert setting.problems() == [f"{setting.ini}:4: the home {setting.home} of store is not there; {advice}"]
    setting.home.touch()
    assert setting.problems() == [f"{setting.ini}:4: the home {setting.home} of store is no folder; {advice}"]


def test_a_home_that_cannot_be_written_to_is_said(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    # /proc is one, even for root.
    node_file = NodeFile(service_folders=setting.node_file.service_folders, overrides={"store": Override(Path("/proc/sys"))})
    monkeypatch.setattr(setting, "node_file", node_file)
    [problem] = setting.problems()
    assert problem.startswith(f"{setting.ini}:4: the home /proc/sys of store cannot be written to; change its owner or mode")


def test_two_watchers_with_one_home_are_said(setting: Setting) -> None:
    setting.watch("[watcher:store]\ncmd = sleep 1\n[watcher:other]\ncmd = sleep 1\nservice = store\n")
    [problem] = setting.problems()
    assert problem == f"{setting.ini}:4: store and other have one home, {setting.home}; give each a service, and so a home, of its own"


@pytest.mark.parametrize("link", ["data", "conf"])
def test_a_path_that_a_link_leads_out_of_the_home_is_said(setting: Setting, link: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (setting.home / link).symlink_to(outside)
    [problem] = setting.problems()
    assert problem.startswith(f"{setting.home}/{link}")
    assert f"leads out of the home of store, to {outside}" in problem


def test_a_link_within_the_home_is_fine_for_a_file_and_said_for_a_folder_to_reset(setting: Setting) -> None:
    (setting.home / "disk").mkdir()
    (setting.home / "conf").symlink_to("disk")
    assert setting.problems() == []
    (setting.home / "data").symlink_to("disk")
    told = f"{setting.home}/data of store leads through a link to {setting.home}/disk, and is not reset: put the folder itself there"
    assert setting.problems() == [told]


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


@pytest.mark.parametrize("kind", ["missing", "file", "pipe", "link", "circle"])
def test_what_is_named_as_a_folder_of_services_and_is_none_is_said(setting: Setting, kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    if kind == "file":
        folder.write_text("")
    elif kind == "pipe":
        os.mkfifo(folder)
    elif kind != "missing":
        folder.symlink_to(folder if kind == "circle" else tmp_path / "nowhere")
    setting.node_file = NodeFile(service_folders=(folder, tmp_path / "services"))
    what = "is not there" if kind == "missing" else "is no folder"
    assert setting.problems() == [
        f"{folder}, where node.toml says that services are, {what}; create the folder, or take it out of `services`",
    ]


def test_a_link_among_the_services_that_leads_nowhere_is_said(setting: Setting, tmp_path: Path) -> None:
    (tmp_path / "services" / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "services" / "half").mkdir()
    (tmp_path / "services" / "half" / "service.toml").symlink_to(tmp_path / "nowhere")
    said = "is a link that leads nowhere, so there is no service"
    assert setting.problems() == [
        f"{tmp_path}/services/gone {said} gone; put the service itself there",
        f"{tmp_path}/services/half/service.toml {said} half; put the service itself there",
    ]


def test_the_usual_folder_of_services_need_not_be_there(setting: Setting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    monkeypatch.setattr("circusman_node.check.DEFAULT_SERVICES", usual)
    setting.node_file = NodeFile(service_folders=(usual, tmp_path / "services"))
    assert setting.problems() == []


def test_a_node_file_that_changes_a_service_that_is_not_there_is_said(setting: Setting) -> None:
    setting.node_file = NodeFile(None, setting.node_file.service_folders, {"stor": Override(None, {}, "node.toml:3")})
    assert setting.problems() == ["node.toml:3: there is no service 'stor'; did you mean 'store'?"]


def test_a_service_that_wins_over_a_shipped_one_is_told_but_not_wrong(setting: Setting) -> None:
    own = setting.service.parent / "titan"
    own.mkdir()
    (own / "service.toml").write_text('[service]\nhome = "/srv/titan"\n')
    notes: list[str] = []
    assert check(setting.ini, setting.node_file, notes.append) == []
    assert notes == [f"{own} is used instead of the service titan that comes with circusman-node"]


def test_a_watcher_that_runs_elsewhere_than_in_the_home_of_its_service_is_told_but_not_wrong(setting: Setting, tmp_path: Path) -> None:
    setting.watch(f"[watcher:store]\ncmd = sleep 1\nworking_dir = {tmp_path}\n")
    notes: list[str] = []
    assert check(setting.ini, setting.node_file, notes.append) == []
    assert notes == [f"{setting.ini}:6: store runs in {tmp_path}, not in the home of its service, {setting.home}"]


def test_the_program_ends_with_1_when_something_is_wrong_and_with_0_otherwise(setting: Setting, tmp_path: Path) -> None:
    node_file = tmp_path / "node.toml"
    node_file.write_text(f'services = ["{setting.service.parent}"]\n')
    command = [sys.executable, str(PACKAGE / "circusman-node"), "--check", "--config", str(setting.ini), "--node-config", str(node_file)]
    good = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (good.returncode, good.stderr) == (0, "")
    setting.home.rmdir()
    wrong = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (wrong.returncode, wrong.stdout.strip()) == (1, setting.problems()[0])
