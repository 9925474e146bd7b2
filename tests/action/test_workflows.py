"""Workflows for pull requests have no write permission and no secrets, and put no text into a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from connectorkit.cli import new_project
from tests.action.pinning import wanted
from tests.action.workflow_rules import problems
from tests.paths import ROOT

GUIDE = (ROOT / "docs" / "guide" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
WORKFLOW, CODE_SCANNING, COMMENT, AZURE = BLOCKS[:4]
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workflows") / "demo"
    new_project.create(folder)
    return folder


def test_ours_are_safe(project: Path) -> None:
    written = (project / ".github" / "workflows" / "connector.yml").read_text(encoding="utf-8")
    for text in (ACTION, written, WORKFLOW, WORKFLOW + CODE_SCANNING, COMMENT):
        assert problems(text) == []
    assert "uses:" not in ACTION


def test_the_workflow_of_a_new_project_is_that_of_the_guide(project: Path) -> None:
    written = yaml.load((project / ".github" / "workflows" / "connector.yml").read_bytes(), yaml.BaseLoader)
    shown = yaml.load(WORKFLOW, yaml.BaseLoader)
    assert (
        written["jobs"]["connector"]["steps"][2]["with"].items()
        <= shown["jobs"]["connector"]["steps"][2]["with"].items()
    )
    for tree in (written, shown):
        del tree["jobs"]["connector"]["steps"][2]["with"], tree["on"]["push"]
    assert written == shown


SHA = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  pull_request:", "  pull_request_target:", "pull_request_target"),
        ("  contents: read", "  contents: write", "contents may be written"),
        ("  contents: read", "  contents: read\n  id-token: write", "id-token may be written"),
        ("permissions:\n  contents: read\n", "", "names no permissions"),
        ("permissions:\n  contents: read\n", "permissions: write-all\n", "names no permissions"),
        ("          sources: connector", "          sources: ${{ secrets.TOKEN }}", "a secret or a token"),
        ("jobs:\n", "env:\n  T: ${{ github.token }}\njobs:\n", "a secret or a token"),
        ("    timeout-minutes: 20", "    env: {T: '${{ secrets.GITHUB_TOKEN }}'}", "a secret or a token"),
        (SHA, "actions/checkout@v6", "not pinned"),
        (SHA, "actions/checkout@de0fac2", "not pinned"),
        (SHA, SHA.replace("actions/", "someone/"), "not pinned"),
        ("          persist-credentials: false\n", "", "leaves its token behind"),
        (
            "      - uses: ./",
            "      - run: echo ${{ github.event.pull_request.title }}\n      - uses: ./",
            "a part of a script",
        ),
        ("      - uses: ./", "      - run: echo ${{ inputs.x }}\n      - uses: ./", "a part of a script"),
        ("          sources: connector", "          sources: ${{ toJSON(github) }}", "a secret or a token"),
        ("          sources: connector", "          sources: ${{ github['token'] }}", "a secret or a token"),
        ("    runs-on: ubuntu-latest", "    runs-on: [self-hosted, linux]", "a machine that is kept"),
        (
            "jobs:\n",
            "jobs:\n  other: {uses: o/r/.github/workflows/w.yml@v1, secrets: inherit}\n",
            "a workflow elsewhere",
        ),
        (
            "    timeout-minutes: 20",
            "    if: github.event_name == 'push' || true\n    env: {T: '${{ secrets.T }}'}",
            "a secret or a token",
        ),
        ("  pull_request:\n", "  workflow_run: {workflows: [A]}\n", "for an event of a stranger"),
        ("  pull_request:\n", "  issue_comment:\n", "for an event of a stranger"),
    ],
)
def test_what_is_unsafe_is_found(old: str, new: str, problem: str) -> None:
    assert WORKFLOW.count(old) == 1
    found = problems(WORKFLOW.replace(old, new))
    assert found and any(problem in one for one in found)


def test_an_unsafe_action_is_found() -> None:
    for old, new, problem in (
        ("default: connector\n", "default: ${{ github.token }}\n", "a secret or a token"),
        ('toolkit="${TOOLKIT', 'x="${{ inputs.toolkit }}"; toolkit="${TOOLKIT', "a part of a script"),
        ("    - name: Build\n", "    - uses: some/action@v1\n    - name: Build\n", "not pinned"),
        ("shell: bash", "shell: sh", "without its shell"),
    ):
        assert old in ACTION
        assert any(problem in one for one in problems(ACTION.replace(old, new)))


def test_a_comment_is_made_without_what_is_checked_out() -> None:
    for step in ("actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "./.github/actions/connectorkit"):
        unsafe = COMMENT.replace("    steps:\n", f"    steps:\n      - uses: {step}\n")
        assert any("runs what is checked out" in one for one in problems(unsafe))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_each_requirement_has_its_hash_and_the_tested_version(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    pins = {}
    for line in lines:
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement
        read = Requirement(requirement)
        pins[canonicalize_name(read.name)] = str(read.specifier)
    tested = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()[1:]:
        pin = Requirement(line)
        tested[canonicalize_name(pin.name)] = str(pin.specifier)
    # colorama is for Windows alone, where nothing was tested.
    assert {key: tested.get(key) for key in pins if key != "colorama"} == {
        k: v for k, v in pins.items() if k != "colorama"
    }
    assert {canonicalize_name(Requirement(one).name) for one in wanted()[name]} <= set(pins)


def test_what_the_requirements_need_in_turn_is_pinned_too() -> None:
    from importlib import metadata

    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = {canonicalize_name(one) for one in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    for name in pins - {"colorama"}:
        for line in metadata.requires(name) or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pins, f"{name} needs {needed.name}"


def test_the_toolkit_brings_what_the_client_needs_whose_contract_tests_it_runs() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "build" / "client" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = {Requirement(one).name for one in wanted()["requirements.txt"]}
    assert project["dependencies"] and {Requirement(one).name for one in project["dependencies"]} <= ours
