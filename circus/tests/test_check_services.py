"""What `--check` finds wrong with services, their homes and the node file."""

import os
from pathlib import Path

import pytest
from check_setting import Setting

from circusman_node.check import check
from circusman_node.node_file import NodeFile, Override

PACKAGE = Path(__file__).parent.parent


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
