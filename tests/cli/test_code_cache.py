"""Modules from the cache of code are the same as modules from their files, and never older than these."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import connectorkit
from connectorkit import __main__ as entry
from connectorkit.cli import code_cache
from connectorkit.write import cache, content_key

PACKAGE = Path(connectorkit.__file__).parent
TEMPLATES = PACKAGE.parents[1] / "templates"
# A program that the command takes for its own script, and that says afterwards how its modules were loaded.
SCRIPT = """
import sys
from connectorkit.__main__ import run
try:
    run(sys.argv[1:])
except SystemExit:
    pass
own = {name: one for name, one in sys.modules.items() if name.startswith("connectorkit.")}
cached = {name for name, one in own.items() if type(one.__spec__.loader).__name__ == "_Loader"}
print("ENDED", len(cached), len(own))
import inspect
for name, one in sorted(own.items()):
    spec = one.__spec__
    said = (spec.name, spec.origin, spec.cached, spec.parent, spec.submodule_search_locations, spec.has_location)
    same = (one.__file__ == spec.origin, one.__package__ == spec.parent, getattr(one, "__path__", None))
    print(name, said, same, spec.loader.get_filename(name), hash(inspect.getsource(one)) != 0)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"
    content_key.toolkit.cache_clear()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "connectorkit"
    file.write_text(SCRIPT, encoding="utf-8")
    return file


def ended(script: Path, *arguments: str, toolkit: Path | None = None) -> tuple[list[str], str]:
    """What a process printed, by line, and its errors."""
    names = ("PYTHONPATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    if toolkit is not None:
        environment["PYTHONPATH"] = str(toolkit)
    command = [sys.executable, str(script), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith("ENDED")), len(lines))
    return lines[first:], done.stderr


def edit(source: Path) -> None:
    file = source / "connector.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Reads", "Reads again"), encoding="utf-8")


def test_modules_from_the_cache_are_the_same_as_those_from_files(source: Path, script: Path) -> None:
    first, _ = ended(script, "check", str(source))
    assert first[0].startswith("ENDED 0 ")
    edit(source)
    second, _ = ended(script, "check", str(source))
    _, cached, own = second[0].split()
    assert int(own) - 12 < int(cached) < int(own)
    names = {line.partition(" ")[0] for line in second[1:]}
    assert [line for line in first[1:] if line.partition(" ")[0] in names] == second[1:]


@pytest.mark.part(0)
def test_an_edited_module_is_loaded_from_its_file(source: Path, script: Path, tmp_path: Path) -> None:
    own = tmp_path / "toolkit" / "generator"
    shutil.copytree(PACKAGE, own / "connectorkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TEMPLATES, own.parent / "templates")
    for _ in range(2):
        edit(source)
        lines, _ = ended(script, "check", str(source), toolkit=own)
        assert str(own) in lines[-1]
    module = own / "connectorkit" / "check" / "rules" / "info" / "about.py"
    module.write_text(
        f"{module.read_text(encoding='utf-8')}\nimport sys\nprint('edited', file=sys.stderr)\n", encoding="utf-8"
    )
    edit(source)
    assert "edited" in ended(script, "check", str(source), toolkit=own)[1]
    edit(source)
    assert "edited" in ended(script, "check", str(source), toolkit=own)[1]
    module.write_text("raise ValueError(3)\n", encoding="utf-8")
    edit(source)
    assert "ValueError: 3" in ended(script, "check", str(source), toolkit=own)[1]


@pytest.mark.part(0)
def test_a_changed_entry_is_ignored(source: Path, script: Path, place: Path) -> None:
    ended(script, "check", str(source))
    (entry,) = (place / "code").iterdir()
    for wrong in (b"", entry.read_bytes()[:-1], entry.read_bytes().replace(b"connectorkit", b"connectorkat", 1)):
        entry.write_bytes(wrong)
        edit(source)
        assert ended(script, "check", str(source))[0][0].startswith("ENDED 0 ")


def test_nothing_is_cached_without_a_cache_or_in_another_program(
    source: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(sys.meta_path)
    with pytest.raises(SystemExit):
        entry.run(["check", str(source)])
    assert sys.meta_path == before
    other = script.rename(tmp_path / "other.py")
    assert ended(other, "check", str(source))[0][0].startswith("ENDED 0 ")
    assert not (tmp_path / "cache" / "code").exists()
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    assert ended(script.parent / other.name, "check", str(source))[0][-1]
    assert not (tmp_path / "cache" / "code").exists()


def test_commands_optimization_and_the_toolkit_are_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [code_cache._key("check"), code_cache._key("build")]
    with monkeypatch.context() as other:
        other.setattr(cache, "packages", lambda: ["click-0.0.0.dist-info"])
        content_key.toolkit.cache_clear()
        keys.append(code_cache._key("check"))
    content_key.toolkit.cache_clear()
    assert len({*keys}) == 3 and keys[0] == code_cache._key("check")
