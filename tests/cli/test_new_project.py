"""`connectorkit init`: a project that works at once, or nothing at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from tests.paths import ROOT
from tests.repository import git

from connectorkit import __version__, pipeline
from connectorkit.cli import new_project, project_templates
from connectorkit.diagnostics.finding import Unusable

FILES = set(
    """
    README.md Makefile .gitignore connector/connector.yaml connector/types.yaml connector/actions/list_tasks.yaml
    connector/actions/create_task.yaml connector/actions/delete_webhook.yaml connector/triggers/task_done.yaml
    tests/test_connector.py toolkit/requirements.txt connector/.schemas/.connectorkit
    .editorconfig .gitattributes .pre-commit-config.yaml .vscode/extensions.json .vscode/settings.json
    .github/workflows/connector.yml .github/actions/connectorkit/action.yml
    connector/.schemas/connector.schema.json connector/.schemas/environment.schema.json
    connector/.schemas/operation.schema.json
    connector/.schemas/sandbox.schema.json connector/.schemas/settings.schema.json
    connector/.schemas/types.schema.json
    """.split()
)


def files_below(folder: Path) -> set[str]:
    """The files of a project, without those that are rendered."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in files if not name.startswith("build/")}


def connectorkit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "connectorkit", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    new_project.create(tmp_path / "team-tasks")
    return tmp_path / "team-tasks"


def test_it_says_what_it_made(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "folder" / "demo"
    made = new_project.create(target)
    names = {path.relative_to(target).as_posix() for path in made}
    assert {name for name in names if not name.startswith("build/")} == FILES == files_below(target)
    assert names > FILES and all(path.is_file() for path in made)
    assert list(target.parent.iterdir()) == [target]


def test_the_example_is_a_connector_of_two_actions_and_a_trigger(project: Path) -> None:
    connector, findings = pipeline.load(project / "connector")
    assert connector is not None and findings == []
    assert [o.summary for o in connector.actions] == ["List tasks", "Create a task"]
    assert [o.summary for o in connector.triggers] == ["When a task is done"]
    assert connector.host == "tasks.contoso.com"
    assert [a.type for a in connector.authentications] == ["apiKey"] and connector.credentials[0].secret


def test_check_and_build_pass_at_once(project: Path) -> None:
    checked = connectorkit(project, "check", "connector")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert connectorkit(project, "build", "connector", "--out", "build", "--check").returncode == 0
    swagger = json.loads((project / "build" / "connector" / "apiDefinition.swagger.json").read_bytes())
    assert swagger["info"]["title"] == "Team Tasks"


@pytest.mark.part(0)
def test_its_own_tests_pass_and_bite(project: Path) -> None:
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # They take long to load.
    passed = subprocess.run(run, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert passed.returncode == 0, passed.stdout
    source = project / "connector" / "types.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("type: date", "type: dat"), encoding="utf-8")
    failed = subprocess.run(run, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert failed.returncode == 1 and "Unknown type 'dat'" in failed.stdout


def test_the_toolkit_travels_with_the_project(tmp_path: Path) -> None:
    wheel = tmp_path / "connectorkit-9.9.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("connectorkit/__init__.py", "")
    made = connectorkit(tmp_path, "init", "demo", "--wheel", wheel.name)
    assert made.returncode == 0 and "CONNECTORKIT=PATH" not in made.stderr
    project = tmp_path / "demo"
    assert files_below(project) == FILES | {f"toolkit/{wheel.name}"}
    assert (project / "toolkit" / wheel.name).read_bytes() == wheel.read_bytes()
    assert f"CONNECTORKIT ?= toolkit/{wheel.name}\n" in (project / "Makefile").read_text(encoding="utf-8")
    assert "so a clone needs nothing else" in (project / "README.md").read_text(encoding="utf-8")


def test_a_project_without_the_toolkit_says_what_is_missing(tmp_path: Path) -> None:
    made = connectorkit(tmp_path, "init", "demo")
    wheel = f"toolkit/connectorkit-{__version__}-py3-none-any.whl"
    assert made.returncode == 0 and f"copy the toolkit's wheel to {wheel}" in made.stderr.splitlines()[-1]
    done = subprocess.run(["make", "test"], cwd=tmp_path / "demo", capture_output=True, text=True, check=False)
    assert done.returncode == 2 and f"{wheel}: missing; see README.md, 'The toolkit'" in done.stderr
    assert not (tmp_path / "demo" / ".venv").exists()
    assert "## The toolkit" in (tmp_path / "demo" / "README.md").read_text(encoding="utf-8")


def test_a_checkout_is_used_instead_of_a_wheel(tmp_path: Path) -> None:
    made = connectorkit(tmp_path, "init", "demo", "--checkout", "toolkit/connectorkit/")
    project = tmp_path / "demo"
    assert made.returncode == 0 and made.stderr.endswith("check connectorkit out to demo/toolkit/connectorkit.\n")
    assert files_below(project) == FILES - {"toolkit/requirements.txt"}
    assert "CONNECTORKIT ?= toolkit/connectorkit\n" in (project / "Makefile").read_text(encoding="utf-8")
    steps = yaml.safe_load((project / ".github/workflows/connector.yml").read_bytes())["jobs"]["connector"]["steps"]
    assert steps[0]["with"]["submodules"] is True and steps[2]["with"] == {"toolkit": "toolkit/connectorkit"}
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert "`toolkit/connectorkit` is a checkout of connectorkit" in readme and "wheel" not in readme
    done = subprocess.run(["make", "test"], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "toolkit/connectorkit: missing; see README.md" in done.stderr
    (project / "toolkit" / "connectorkit").mkdir(parents=True)
    assert new_project.missing(project, [], "toolkit/connectorkit") == ""


def installed(project: Path, *given: str) -> list[list[str]]:
    """The arguments of the calls of pip in a run of `make`, with a Python whose environments contain nothing."""
    python, calls = project.parent / "python", project.parent / "calls"
    python.write_text(
        f"""#!/bin/sh
if [ "$2" = venv ]; then
  mkdir -p "$3/bin"
  cp "$0" "$3/bin/python"
  printf '#!/bin/sh\\n' > "$3/bin/connectorkit"
  chmod +x "$3/bin/connectorkit"
else
  echo "$@" >> "{calls}"
fi
""",
        encoding="utf-8",
    )
    python.chmod(0o755)
    calls.write_text("", encoding="utf-8")
    made = subprocess.run(["make", "build", f"PYTHON={python}", *given], cwd=project, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    return [line.split() for line in calls.read_text(encoding="utf-8").splitlines()]


def test_a_checkout_at_the_top_level_is_no_name_of_a_package(tmp_path: Path) -> None:
    new_project.create(tmp_path / "demo", checkout="connectorkit")
    project = tmp_path / "demo"
    workflow = (project / ".github" / "workflows" / "connector.yml").read_text(encoding="utf-8")
    assert "toolkit: ./connectorkit\n" in workflow
    assert "CONNECTORKIT ?= ./connectorkit\n" in (project / "Makefile").read_text(encoding="utf-8")
    (project / "connectorkit").mkdir()
    for given in ([], ["CONNECTORKIT=connectorkit"]):
        call = installed(project, "-B", *given)[-1]
        assert call[-1] == "./connectorkit" and "--no-index" in call


def test_another_commit_of_a_checkout_is_installed(tmp_path: Path) -> None:
    new_project.create(tmp_path / "demo", checkout="toolkit/connectorkit")
    project, kit = tmp_path / "demo", tmp_path / "demo" / "toolkit" / "connectorkit"
    git(tmp_path, "init", "--quiet", str(kit))
    git(kit, "commit", "--quiet", "--allow-empty", "--message", "One")
    assert [call[-1] for call in installed(project)][-1:] == ["toolkit/connectorkit"]
    assert installed(project) == []
    git(kit, "commit", "--quiet", "--allow-empty", "--message", "Two")
    again = installed(project)
    # Without it, pip keeps an installed wheel of the same version.
    assert again[-1][-1] == "toolkit/connectorkit" and "--force-reinstall" in again[-1]
    assert installed(project) == []


@pytest.mark.parametrize("path", ["a b", "$(touch x)", "a\nb", "-x", "/", "${{ x }}"])
def test_a_checkout_has_a_path_that_needs_no_quotes(tmp_path: Path, path: str) -> None:
    made = connectorkit(tmp_path, "init", "demo", "--checkout", path)
    assert made.returncode == 2 and made.stderr.count("\n") == 1 and "--checkout" in made.stderr
    assert not (tmp_path / "demo").exists()


def test_the_toolkit_is_a_wheel_or_a_checkout(tmp_path: Path) -> None:
    made = connectorkit(tmp_path, "init", "demo", "--checkout", "x", "--wheel", "connectorkit-1-py3-none-any.whl")
    assert (made.returncode, made.stderr) == (2, "--wheel and --checkout cannot be combined.\n")


@pytest.mark.parametrize("name", ["other-1.0-py3-none-any.whl", "connectorkit-1.0-py3-none-any.whl", "gone/x.whl"])
def test_what_is_no_wheel_of_the_toolkit_is_refused(tmp_path: Path, name: str) -> None:
    if "/" not in name:
        (tmp_path / name).write_text("no archive", encoding="utf-8")
    made = connectorkit(tmp_path, "init", "demo", "--wheel", name)
    assert (made.returncode, made.stdout) == (2, "") and made.stderr.startswith(f"{name}: ")
    assert made.stderr.count("\n") == 1 and not (tmp_path / "demo").exists()


def test_what_it_copies_is_that_of_the_toolkit(project: Path) -> None:
    for name, copied in (
        ("requirements.txt", "toolkit/requirements.txt"),
        ("action.yml", ".github/actions/connectorkit/action.yml"),
    ):
        assert (project / copied).read_bytes() == (ROOT / name).read_bytes()


@pytest.mark.parametrize(
    ("folder", "title"),
    [
        ("clicksend", "Clicksend"),
        ("my-connector-api", "My"),
        ("connector", "Example Tasks"),
        ("HTTPThings_v2", "HTTP Things V2"),
        ("a very long name that goes on and on", "A Very Long Name That Goes On"),
        ("größe", "Größe"),
        ("---", "Example Tasks"),
    ],
)
def test_the_title_is_made_from_the_folder(tmp_path: Path, folder: str, title: str) -> None:
    new_project.create(tmp_path / folder)
    connector, findings = pipeline.load(tmp_path / folder / "connector")
    assert connector is not None and findings == []
    assert connector.title.casefold() == title.casefold()


@pytest.mark.parametrize("title", ['Say "yes": #1 {x}', "no", "1.10", "Ünï — 送信", "- a", "<b> | `c`"])
def test_any_title_survives_yaml(tmp_path: Path, title: str) -> None:
    new_project.create(tmp_path / "x", title)
    connector, findings = pipeline.load(tmp_path / "x" / "connector")
    assert connector is not None and findings == [] and connector.title == title
    assert "<b>" not in (tmp_path / "x" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["", "   ", "two\nlines", "x" * 31, "\x07"])
def test_a_title_that_cannot_be_one_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(Unusable) as refused:
        new_project.create(tmp_path / "x", title)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled_and_kept(tmp_path: Path) -> None:
    before = tmp_path.stat().st_ino
    new_project.create(tmp_path, "Demo")
    assert files_below(tmp_path) == FILES and tmp_path.stat().st_ino == before


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("mine", encoding="utf-8")
    with pytest.raises(Unusable, match="not empty"):
        new_project.create(tmp_path)
    assert files_below(tmp_path) == {".hidden"}


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "here"
    target.write_text("mine", encoding="utf-8")
    for place in (target, target / "below"):
        with pytest.raises(Unusable) as refused:
            new_project.create(place)
        assert "\n" not in str(refused.value)
    assert target.read_text(encoding="utf-8") == "mine" and list(tmp_path.iterdir()) == [target]


def test_a_dangling_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Unusable, match="is a file"):
        new_project.create(tmp_path / "link")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("existing", [False, True])
@pytest.mark.parametrize("most", [4, 20])
def test_nothing_is_left_when_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: bool, most: int
) -> None:
    target = tmp_path / "a" / "b"
    if existing:
        target.mkdir(parents=True)
    written: list[Path] = []
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) > most:
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Unusable, match="No space left on device"):
        new_project.create(target)
    assert files_below(tmp_path) == set()
    assert target.exists() == existing and (tmp_path / "a").exists() == existing


@pytest.mark.parametrize("stop", [1, 3])
def test_an_interrupted_move_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int) -> None:
    moves: list[Path] = []
    real = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        moves.append(path)
        if len(moves) > stop:
            raise KeyboardInterrupt
        return real(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new_project.create(tmp_path, "Demo")
    assert list(tmp_path.iterdir()) == []


def test_the_files_are_the_same_everywhere(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    new_project.create(one, "Demo")
    new_project.create(two, "Demo")
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in FILES)


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    done = connectorkit(tmp_path, "init", "full")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "full: not empty; name a new or an empty folder\n")


def test_every_template_is_a_folder_and_is_in_the_help(tmp_path: Path) -> None:
    folders = {path.name for path in (ROOT / "templates" / "init" / "sources").iterdir()}
    assert folders == set(project_templates.TEMPLATES)
    shown = connectorkit(tmp_path, "init", "--help").stdout
    assert all(f"{name} (" in shown for name in folders)


@pytest.mark.parametrize("template", project_templates.TEMPLATES)
def test_a_project_of_each_template_has_no_findings_and_passes_its_contract_tests(
    template: str, tmp_path: Path
) -> None:
    new_project.create(tmp_path / "demo", template=template)
    checked = connectorkit(tmp_path / "demo", "check", "--verbose", "--fail-on", "advice")
    assert checked.returncode == 0, checked.stdout
    formatted = connectorkit(tmp_path / "demo", "format", "--check")
    assert formatted.returncode == 0, formatted.stdout
    tested = connectorkit(tmp_path / "demo", "test", "connector")
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_an_unknown_template_gets_a_suggestion_and_leaves_nothing_behind(tmp_path: Path) -> None:
    for wrong, suggestion in (
        ("task", "Did you mean 'tasks'?"),
        ("../tasks", "Templates: "),
        ("x", "Templates: "),
    ):
        done = connectorkit(tmp_path, "init", "demo", "--template", wrong)
        assert done.returncode == 2 and suggestion in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_templates_about_paging_show_it(tmp_path: Path) -> None:
    for template, kind in {"cursor-paging": "cursor", "next-link": "link"}.items():
        new_project.create(tmp_path / template, template=template)
        connector, findings = pipeline.load(tmp_path / template / "connector")
        assert connector is not None and findings == []
        listing = connector.operations[0]
        assert listing.pages is not None and listing.pages.by == kind
        assert listing.more == ({"x-ms-pageable": {"nextLinkName": "nextLink"}} if kind == "link" else {})


def test_an_mcp_server_has_a_title_of_one_word_and_no_findings(tmp_path: Path) -> None:
    made = new_project.create(tmp_path / "contoso-orders", template="mcp")
    source = tmp_path / "contoso-orders" / "connector"
    assert source / "mcp" / "invoke_server.yaml" in made
    connector, findings = pipeline.load(source)
    assert connector is not None and findings == []
    assert (connector.title, connector.operations[0].summary) == ("ContosoOrders", "Contoso Orders")
    checked = connectorkit(source, "check", ".")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    readme = (source.parent / "README.md").read_text(encoding="utf-8")
    assert "`connector/mcp/`" in readme and "types.yaml" not in readme
    new_project.create(tmp_path / "named", "Contoso Orders", template="mcp")
    named, _ = pipeline.load(tmp_path / "named" / "connector")
    assert named is not None and named.title == "Contoso Orders"
