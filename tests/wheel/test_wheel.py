"""The wheel, installed outside the repository: its contents, and that the commands work with it alone."""

from __future__ import annotations

import email
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from connectorkit import __version__
from connectorkit.check.rules import RULES
from tests.paths import ROOT

# These start many processes; make test-all runs them.
pytestmark = pytest.mark.part(0)

WHEEL = f"connectorkit-{__version__}-py3-none-any.whl"


def call(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command that knows of no checkout: nothing of this process's Python settings reaches it."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
    }
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the repository with the wheel and the sdist, built from a copy that was deleted since."""
    place = tmp_path_factory.mktemp("elsewhere")
    copy = place / "copy"
    for name in ("generator", "templates", "docs", "benchmarks"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    others = (ROOT / name for name in ("action.yml", "LICENSE", ".gitignore", "Makefile"))
    for file in (*ROOT.glob("*.md"), *ROOT.glob("*.t*"), *others):
        shutil.copy(file, copy)
    built = call(sys.executable, "-m", "hatchling", "build", "-d", place / "dist", folder=copy)
    assert built.returncode == 0, built.stderr
    shutil.rmtree(copy)
    return place


@pytest.fixture(scope="module")
def dependencies(place: Path) -> Path:
    """The packages of this environment without the toolkit itself, as links: the network is not needed."""
    folder = place / "dependencies"
    folder.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "connectorkit" not in entry.name and entry.suffix != ".pth":
            (folder / entry.name).symlink_to(entry)
    return folder


@pytest.fixture(scope="module")
def command(place: Path, dependencies: Path) -> Path:
    """The command ``connectorkit`` of a new environment that the wheel is installed into."""
    environment = place / "environment"
    call(sys.executable, "-m", "venv", "--without-pip", environment, folder=place)
    python = environment / "bin" / "python"
    installed = call(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", place / "dist" / WHEEL, folder=place
    )
    assert installed.returncode == 0, installed.stderr
    site = next(environment.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(f"{dependencies}\n", encoding="utf-8")
    where = call(python, "-c", "import connectorkit, sys; print(connectorkit.__file__, *sys.path)", folder=place).stdout
    assert where.startswith(str(site)) and str(ROOT / "generator") not in where
    return environment / "bin" / "connectorkit"


@pytest.fixture(scope="module")
def project(place: Path, command: Path) -> Path:
    made = call(command, "init", "weather", folder=place)
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    return place / "weather"


def test_a_project_is_checked_built_and_tested(project: Path, command: Path) -> None:
    checked = call(command, "check", "connector", folder=project)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    built = call(command, "build", "connector", "--out", "build", folder=project)
    assert built.returncode == 0 and (project / "build" / "connector" / "apiDefinition.swagger.json").is_file()
    assert (project / "build" / "docs" / "reference.md").is_file()
    tested = call(command, "test", "connector", folder=project)
    assert tested.returncode == 0 and "response paths exercised:" in tested.stdout, tested.stdout + tested.stderr


def test_the_page_of_the_preview_is_in_the_wheel(project: Path, command: Path) -> None:
    made = call(command, "preview", "connector", "--static", "preview", folder=project)
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    page = (project / "preview" / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([a-z-]+\.(?:js|css))"', page)
    assert {"preview-data.js", "main.js", "page.css"} <= set(named)
    assert all((project / "preview" / name).is_file() for name in named)


def test_the_project_of_a_wheel_carries_it_and_works_on_a_clone(project: Path, place: Path, dependencies: Path) -> None:
    assert (project / "toolkit" / WHEEL).read_bytes() == (place / "dist" / WHEEL).read_bytes()
    clone = place / "clone"
    shutil.copytree(project, clone, ignore=shutil.ignore_patterns(".pytest_cache", "__pycache__"))
    # The requirements of the wheel come from this environment and not from an index.
    (clone / "nothing.txt").write_text("", encoding="utf-8")
    settings = (f"PYTHON={sys.executable}", "REQUIREMENTS=nothing.txt")
    made = call("make", ".venv/.ready-" + WHEEL, *settings, folder=clone)
    assert made.returncode == 0, made.stderr
    site = next((clone / ".venv").glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(f"{dependencies}\n", encoding="utf-8")
    done = call("make", "check", "build", *settings, folder=clone)
    assert done.returncode == 0 and ", 0 changed in build" in done.stderr, done.stdout + done.stderr


def test_pages_are_explained_as_the_repository_has_them(place: Path, command: Path) -> None:
    pages = {
        "OPR080": "rules/OPR080.md",
        "dyn010": "rules/DYN010.md",
        "rules": "rules/README.md",
        "format": "format/README.md",
        "sandbox": "sandbox.md",
    }
    for word, page in pages.items():
        explained = call(command, "explain", word, folder=place)
        assert (explained.returncode, explained.stderr) == (0, "")
        assert explained.stdout == (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert "`throttle.calls`" in call(command, "explain", "format.throttle", folder=place).stdout
    assert "connectorkit explain format" in call(command, "explain", folder=place).stdout


def test_what_is_found_leads_to_a_page_of_the_wheel(project: Path, place: Path, command: Path) -> None:
    broken = place / "broken"
    shutil.copytree(project / "connector", broken)
    action = broken / "actions" / "list_tasks.yaml"
    text = action.read_text(encoding="utf-8").replace("summary: List tasks", "summary: List & tasks\ncolour: red")
    action.write_text(text, encoding="utf-8")
    found = call(command, "check", "broken", "--format", "json", folder=place)
    assert found.returncode == 1
    docs = {one["id"]: Path(one["docs"]) for one in json.loads(found.stdout)["findings"]}
    assert {"FMT-additionalProperties", "OPR080"} <= set(docs)
    for id_, page in docs.items():
        assert page.is_file() and page.is_relative_to(place / "environment"), id_
    assert docs["OPR080"].read_text(encoding="utf-8").startswith("# OPR080: ")
    assert "such as `connectorkit explain " in call(command, "check", "broken", folder=place).stderr
    sarif = json.loads(call(command, "check", "broken", "--format", "sarif", folder=place).stdout)
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) > len(RULES) and all(rule["help"]["markdown"] for rule in rules)


def test_the_version_is_said_once(place: Path, command: Path) -> None:
    assert call(command, "--version", folder=place).stdout == f"connectorkit {__version__}\n"
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"] == ["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S*) \(\d{4}-\d\d-\d\d\)$", changelog, re.MULTILINE)[0] == __version__
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = [re.findall(r"connectorkit-(\d[\d.]*\d)-py3", page.read_text(encoding="utf-8")) for page in pages]
    assert {version for versions in named for version in versions} == {__version__}


def test_the_metadata_names_a_license_and_no_address(place: Path) -> None:
    with zipfile.ZipFile(place / "dist" / WHEEL) as wheel:
        names = set(wheel.namelist())
        info = f"connectorkit-{__version__}.dist-info"
        metadata = email.message_from_bytes(wheel.read(f"{info}/METADATA"))
        assert wheel.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert metadata["License-Expression"] == "MIT" and metadata["Author"] == "The connectorkit authors"
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert not {"Author-email", "Home-page", "Project-URL", "Maintainer-email"} & set(metadata)
    modules = {path.relative_to(ROOT / "generator").as_posix() for path in (ROOT / "generator").rglob("*.py")}
    pages = {f"connectorkit/{path.relative_to(ROOT)}" for path in (ROOT / "docs").rglob("*.md")}
    templates = {f"connectorkit/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*.j2")}
    data = {path.relative_to(ROOT / "generator").as_posix() for path in (ROOT / "generator").rglob("*.yaml")}
    assert "connectorkit/check/rules/dynamic_values/examples/DYN081.bad.yaml" in data
    own = {f"connectorkit/{name}" for name in ("py.typed", "action.yml", "requirements.txt")}
    assert {*own, *modules, *pages, *templates, *data} <= names
    assert not [name for name in names if not name.startswith(("connectorkit/", info))]


def test_the_sdist_builds_the_same_wheel_and_holds_no_more_than_that_needs(place: Path) -> None:
    with tarfile.open(place / "dist" / f"connectorkit-{__version__}.tar.gz") as archive:
        archive.extractall(place / "sdist", filter="data")
    (folder,) = (place / "sdist").iterdir()
    tops = {path.name for path in folder.iterdir()}
    assert tops == {
        *{"generator", "templates", "docs", "pyproject.toml", "constraints.txt", "requirements.txt", "action.yml"},
        *{"LICENSE", "PKG-INFO", ".gitignore"},
        *{"README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"},
    }
    built = call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "again", folder=folder)
    assert built.returncode == 0, built.stderr
    assert contents(place / "again" / WHEEL) == contents(place / "dist" / WHEEL)


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_schema_names_an_address_of_the_toolkits_own() -> None:
    for path in (ROOT / "generator").rglob("*.schema.json"):
        assert json.loads(path.read_bytes())["$id"] == path.name
