"""A run that is known is repeated without the command line; anything that it depends on has it done again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest
from click import Command
from tests.conftest import SMALL

from connectorkit import __main__ as entry
from connectorkit.write import cache, content_key

TITLE = SMALL.replace("Contoso Orders", "Contoso Orders!")


class Ended(NamedTuple):
    """The result of a run: status, standard output and error, and whether the command line was parsed."""

    status: object
    out: str
    error: str
    done: bool


Call = Callable[..., Ended]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Runs the command as its script does, in an own folder and with an own cache."""
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    needed: list[object] = []
    whole = entry._run

    def counted(command: Command, arguments: list[str]) -> NoReturn:
        needed.append(command)
        whole(command, arguments)

    monkeypatch.setattr(entry, "_run", counted)

    def run(*arguments: str) -> Ended:
        needed.clear()
        with pytest.raises(SystemExit) as ended:
            entry.run([*arguments])
        shown = capsys.readouterr()
        return Ended(ended.value.code or 0, shown.out, shown.err, bool(needed))

    yield run
    content_key.toolkit.cache_clear()


def _edit(folder: Path) -> None:
    (folder / "orders" / "connector.yaml").write_text(TITLE.replace("one order", "an order"), encoding="utf-8")


def _file(name: str, text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


INPUTS = {
    "a byte of the source": _edit,
    "a new file of the source": _file("orders/more.yaml", "operations: []\n"),
    "a template of the source": _file("orders/templates/connector/info.json.j2", "{}\n"),
    "settings above the source": _file("connectorkit.toml", 'ignore = ["INF"]\n'),
    "settings beside the source": _file("orders/connectorkit.toml", 'severity = "error"\n'),
}


@pytest.mark.part(1)
@pytest.mark.parametrize("what", INPUTS)
def test_a_check_is_repeated_until_something_that_it_read_changes(
    source: Path, call: Call, tmp_path: Path, what: str
) -> None:
    (source / "connector.yaml").write_text(TITLE, encoding="utf-8")
    first = call("check", "orders")
    assert first.done and first.status == 1 and "INF040" in first.out and first.error
    assert call("check", "orders") == first._replace(done=False)
    INPUTS[what](tmp_path)
    again = call("check", "orders")
    assert again.done
    assert call("check", "orders") == again._replace(done=False)


@pytest.mark.part(1)
@pytest.mark.parametrize("name", ["NO_COLOR", "LANG", "LC_ALL", "CONNECTORKIT_OTHER", "PYTHONIOENCODING", "TERM"])
def test_another_environment_is_another_run(
    source: Path, call: Call, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert call("check", "orders").done
    monkeypatch.setenv(name, "other")
    assert call("check", "orders").done
    assert not call("check", "orders").done


def test_other_options_and_another_folder_are_another_run(
    source: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("check", "orders").done
    assert call("check", "orders", "--profile", "custom").done
    assert call("check", "orders", "--quiet").done
    monkeypatch.chdir(source)
    assert call("check").done
    assert not call("check").done


def _other_version(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(sys, "version", f"{sys.version} other")


def _other_package(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(cache, "packages", lambda: ["jsonschema-0.0.0.dist-info"])


def _other_toolkit(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "toolkit").mkdir()
    (folder / "toolkit" / "__init__.py").write_text('__version__ = "other"\n', encoding="utf-8")
    monkeypatch.setattr(content_key, "PACKAGE", str(folder / "toolkit"))


def _other_templates(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "given").mkdir()
    monkeypatch.setattr("connectorkit.model.installation.resource", lambda _: str(folder / "given"))


@pytest.mark.part(1)
@pytest.mark.parametrize("other", [_other_version, _other_package, _other_toolkit, _other_templates])
def test_another_toolkit_knows_nothing(
    source: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    other: Callable[[pytest.MonkeyPatch, Path], None],
) -> None:
    assert call("check", "orders").done
    assert not call("check", "orders").done
    with monkeypatch.context() as changed:
        other(changed, tmp_path)
        content_key.toolkit.cache_clear()
        key = content_key.toolkit().hexdigest()
    content_key.toolkit.cache_clear()
    assert content_key.toolkit().hexdigest() != key
    assert not call("check", "orders").done


def test_a_file_of_the_toolkit_that_changes_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = tmp_path / "rules" / "one.py"
    module.parent.mkdir()
    module.write_text("A = 1\n", encoding="utf-8")
    monkeypatch.setattr(content_key, "PACKAGE", str(tmp_path))
    keys = set()
    for text in ("A = 1\n", "A = 22\n"):
        module.write_text(text, encoding="utf-8")
        content_key.toolkit.cache_clear()
        keys.add(content_key.toolkit().hexdigest())
    content_key.toolkit.cache_clear()
    assert len(keys) == 2


def test_a_build_that_changes_nothing_is_repeated(source: Path, call: Call, tmp_path: Path) -> None:
    build = ("build", "orders", "--out", "out", "--only", "connector")
    assert call(*build).done, "the first one writes"
    second = call(*build)
    assert second.done and "0 changed" in second.error
    assert call(*build) == second._replace(done=False)
    swagger = tmp_path / "out" / "connector" / "apiDefinition.swagger.json"
    good = swagger.read_bytes()
    swagger.write_bytes(b"{}")
    assert "1 changed" in call(*build).error
    assert swagger.read_bytes() == good
    swagger.unlink()
    assert call(*build).done
    assert swagger.read_bytes() == good
    (tmp_path / "out" / ".connectorkit").unlink()
    assert call(*build).done


@pytest.mark.part(1)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_compared_beside_the_list_of_generated_files_is_not_repeated(
    source: Path, call: Call, tmp_path: Path, jobs: str
) -> None:
    """A file that a build would write, and that is not in the list, belongs to somebody else."""
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "connector.yaml").write_text(TITLE, encoding="utf-8")
    build = ("build", "orders", "again", "--out", "out", "--only", "connector", "--jobs", jobs)
    call(*build)
    listed = tmp_path / "out" / "orders" / ".connectorkit"
    listed.write_text(listed.read_text(encoding="utf-8").replace("connector/readme.md\n", ""), encoding="utf-8")
    assert [call(*build).status for _ in range(2)] == [0, 0]
    (tmp_path / "out" / "orders" / "connector" / "readme.md").write_text("Mine.", encoding="utf-8")
    ended = call(*build)
    assert ended.status == 2 and "was not written by connectorkit" in ended.error


@pytest.mark.part(1)
@pytest.mark.parametrize("way", ["--check", "--diff"])
def test_what_would_be_built_is_shown_again_while_it_is_not_listed(
    source: Path, call: Call, tmp_path: Path, way: str
) -> None:
    call("build", "orders", "--out", "out", "--only", "connector")
    show = ("build", "orders", "--out", "out", way)
    first = [call(*show) for _ in range(2)][1]
    (tmp_path / "out" / "client").mkdir()
    (tmp_path / "out" / "client" / "README.md").write_text("Mine.", encoding="utf-8")
    call("build", "orders", "--out", "other")
    (tmp_path / "other" / "client" / "pyproject.toml").rename(tmp_path / "out" / "client" / "pyproject.toml")
    shown = call(*show)
    assert shown.done and (shown.out, shown.error) != (first.out, first.error)


def test_a_build_never_follows_a_link_in_place_of_a_file(source: Path, call: Call, tmp_path: Path) -> None:
    build = ("build", "orders", "--out", "out", "--only", "connector")
    for _ in range(3):
        done = call(*build).done
    assert not done
    swagger = tmp_path / "out" / "connector" / "apiDefinition.swagger.json"
    swagger.rename(tmp_path / "elsewhere.json")
    swagger.symlink_to(tmp_path / "elsewhere.json")
    ended = call(*build)
    assert ended.done and ended.status == 2 and "symbolic link" in ended.error


def test_a_build_never_follows_a_link_in_place_of_a_folder(source: Path, call: Call, tmp_path: Path) -> None:
    build = ("build", "orders", "--out", "out", "--only", "connector")
    for _ in range(3):
        done = call(*build).done
    assert not done
    (tmp_path / "out" / "connector").rename(tmp_path / "elsewhere")
    (tmp_path / "out" / "connector").symlink_to(tmp_path / "elsewhere")
    ended = call(*build)
    assert ended.done and ended.status == 2 and "symbolic link" in ended.error


def test_what_reads_more_than_the_source_is_never_repeated(source: Path, call: Call, tmp_path: Path) -> None:
    for arguments in (
        ("check", "orders/connector.yaml"),
        ("check", "orders", "--write-baseline", "known.json"),
        ("check", "orders", "--baseline", "known.json"),
        ("check", "orders", "--fix"),
        ("check", "missing"),
        ("build", "orders", "--out", "out", "--like", "orders"),
    ):
        for _ in range(2):
            assert call(*arguments).done, arguments


def test_a_few_sources_are_repeated_and_many_are_not(source: Path, call: Call, tmp_path: Path) -> None:
    names = [f"source{number}" for number in range(9)]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "connector.yaml").write_text(TITLE, encoding="utf-8")
    first = call("check", *names[:2])
    assert call("check", *names[:2]) == first._replace(done=False)
    assert call("check", *names, "--jobs", "1").done and call("check", *names, "--jobs", "1").done


def test_a_source_that_hides_another_is_seen(source: Path, call: Call, tmp_path: Path) -> None:
    """A folder means its `connector/`, unless it holds a source itself."""
    (tmp_path / "around").mkdir()
    source.rename(tmp_path / "around" / "connector")
    assert call("check", "around").done
    assert not call("check", "around").done
    (tmp_path / "around" / "connector.yaml").write_text(TITLE, encoding="utf-8")
    assert call("check", "around").done


def test_a_link_in_place_of_a_file_of_the_source_is_seen(source: Path, call: Call, tmp_path: Path) -> None:
    """The bytes are the same, but a source may not name a file outside its folder."""
    (source / "intro.md").write_text("Text.\n", encoding="utf-8")
    (source / "connector.yaml").write_text(f"{SMALL}intro: intro.md\n", encoding="utf-8")
    first = [call("check", "orders") for _ in range(2)][1]
    assert not first.done and "outside" not in first.out
    (source / "intro.md").rename(tmp_path / "intro.md")
    (source / "intro.md").symlink_to("../intro.md")
    ended = [call("check", "orders") for _ in range(2)]
    assert all(one.status == 1 and "is outside the source folder" in one.out for one in ended)


def test_nothing_of_the_environment_is_in_the_cache(
    source: Path, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("CONNECTORKIT_TOKEN", "PYTHON_TOKEN", "API_KEY", "CONTOSO_ORDERS_API_KEY"):
        monkeypatch.setenv(name, "hunter2-secret")
    call("check", "orders")
    call("build", "orders", "--out", "out")
    call("build", "orders", "--out", "out")
    entries = [entry for entry in (tmp_path / "cache").rglob("*") if entry.is_file()]
    assert entries and not any(b"hunter2" in entry.read_bytes() for entry in entries)
    assert {folder.stat().st_mode & 0o777 for folder in (tmp_path / "cache").iterdir()} == {0o700}


@pytest.mark.part(1)
@pytest.mark.parametrize("cut", [b"", b"\xff\xfe", b"[]", b"null", b'{"state": 1}', b'{"state": "", "sources": 3}'])
def test_a_broken_entry_is_none(source: Path, call: Call, tmp_path: Path, cut: bytes) -> None:
    first = call("check", "orders")
    (file,) = (tmp_path / "cache" / "runs").iterdir()
    file.write_bytes(cut)
    assert call("check", "orders") == first
    cache.save("runs", file.name, cut)
    assert call("check", "orders") == first
    assert not call("check", "orders").done


def test_an_entry_that_says_what_no_run_says_is_none(source: Path, call: Call, tmp_path: Path) -> None:
    first = call("check", "orders")
    (file,) = (tmp_path / "cache" / "runs").iterdir()
    kept = json.loads(cache.load("runs", file.name) or b"")
    wrongs: list[dict[str, object]] = [
        {"sources": []},
        {"key": "0"},
        {"status": 7},
        {"said": [[3, "x"]]},
        {"said": [1]},
        {"outs": ["."]},
    ]
    for wrong in wrongs:
        cache.save("runs", file.name, json.dumps({**kept, **wrong}).encode())
        assert call("check", "orders") == first, wrong


def test_the_cache_can_be_off(source: Path, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    assert call("check", "orders").done and call("check", "orders").done
    assert not (tmp_path / "cache").exists()


def test_a_folder_that_others_can_write_is_no_cache(source: Path, call: Call, tmp_path: Path) -> None:
    call("check", "orders")
    (tmp_path / "cache" / "runs").chmod(0o777)
    assert call("check", "orders").done


def test_a_known_run_loads_no_command_line(source: Path, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom connectorkit.__main__ import run\n"
        "try:\n    run(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sorted({'click', 'typing', 'yaml', 'jinja2', 'connectorkit.pipeline'} & set(sys.modules)))"
    )
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(tmp_path / "cache")}
    loaded = []
    for _ in range(2):
        command = [sys.executable, "-c", script, "check", str(source)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        loaded.append(done.stdout.splitlines()[-1])
    assert "click" in loaded[0]
    assert loaded[1] == ""
