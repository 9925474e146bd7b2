"""The steps of the action, run as the runner runs them, in the project that `init` writes."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml

from connectorkit.cli import new_project
from tests.action.project import breaks, commit, connectorkit_wheel, edit, last_commit
from tests.action.runner import Run, commands, run_action
from tests.paths import ROOT
from tests.repository import git

STEPS = ["Install connectorkit", "Base", "Check", "Build", "Contract tests", "Changes", "Preview", "Package"]
EVENT = "github.event.pull_request.base.sha"
HEAD = "github.event.pull_request.head.sha"
# The steps run about twenty commands; make test-all runs them all.
pytestmark = pytest.mark.part(0)


def act(project: Path, tools: Path, base: str = "", head: str = "", **given: str) -> Run:
    """Run the action with the inputs in the workflow of the project, and further ones.

    ``base`` and ``head`` are the commits that the event of a pull request names.
    """
    workflow = yaml.load((project / ".github" / "workflows" / "connector.yml").read_bytes(), yaml.BaseLoader)
    step = next(one for one in workflow["jobs"]["connector"]["steps"] if one["uses"].startswith("./"))
    action = project / step["uses"] / "action.yml"
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    inputs = step["with"] | {name.replace("_", "-"): value for name, value in given.items()}
    event = {name: commit for name, commit in ((EVENT, base), (HEAD, head)) if commit}
    return run_action(action, project, project.parent / "temp", inputs, event, path)


# For the tests of what is compared.
ONLY_CHANGES = {"test": "false", "package": "false", "build": ""}


def test_a_new_project_passes_its_own_pipeline_from_the_first_commit(project: Path, tools: Path) -> None:
    run = act(project, tools)
    assert run.outcomes == {name: "skipped" if name == "Changes" else "success" for name in STEPS}, run.logs
    assert not any(commands(log) for log in run.logs.values())
    results = Path(run.outputs["folder"])
    assert json.loads((results / "check.sarif").read_bytes())["runs"][0]["results"] == []
    assert Path(run.outputs["sarif"]) == results / "check.sarif"
    assert (results / "package" / "connector" / "manifest.json").is_file()
    assert "operations exercised" in run.logs["Contract tests"]
    assert git(project, "status", "--porcelain") == ""
    calls = (tools / "calls").read_text(encoding="utf-8").splitlines()
    assert len(calls) == 2 and "--require-hashes --only-binary :all: -r toolkit/requirements.txt" in calls[0]
    assert "--no-deps --no-index" in calls[1] and calls[1].endswith(f" toolkit/{connectorkit_wheel(project)}")


def test_a_pull_request_is_compared_with_its_base(project: Path, tools: Path) -> None:
    base = last_commit(project)
    edit(
        project / "connector" / "actions" / "create_task.yaml", "summary: Create a task", "summary: Make & keep a task"
    )
    edit(project / "connector" / "types.yaml", "  due:", "  due_date:")
    commit(project)
    run = act(project, tools, base)
    assert run.outcomes["Install connectorkit"] == "success"
    assert run.outcomes["Check"] == run.outcomes["Build"] == run.outcomes["Changes"] == "failure"
    assert "::error file=connector/actions/create_task.yaml,line=" in run.logs["Check"]
    assert "build/connector/apiDefinition.swagger.json: out of date" in run.logs["Build"]
    assert "::error file=connector/types.yaml" in run.logs["Changes"]
    results = Path(run.outputs["folder"])
    found = json.loads((results / "check.sarif").read_bytes())["runs"][0]["results"]
    assert "OPR080" in {one["ruleId"] for one in found}
    assert json.loads((results / "changes" / "connector.json").read_bytes())["findings"]
    assert (results / "changes.md").stat().st_size > 0
    assert "### Findings" in run.summary and "OPR080" in run.summary


def test_what_a_pull_request_says_is_never_a_command(project: Path, tools: Path) -> None:
    folder = project / "a$(touch pwned)`touch pwned`;touch pwned"
    shutil.copytree(project / "connector", folder)
    commit(project)
    run = act(
        project, tools, sources=f"connector\n{folder.name}", build="$(touch pwned)", base="$(touch pwned)\n100%0A"
    )
    assert run.outcomes["Check"] == "success", run.logs["Check"]
    assert run.outcomes["Build"] == run.outcomes["Base"] == "failure"
    assert commands(run.logs["Base"])[0][1].startswith("The base $(touch pwned)%0A100%250A is missing")
    assert not [path for path in project.parent.rglob("pwned")]


def test_what_a_pull_request_says_is_no_command_for_the_runner(project: Path, tools: Path) -> None:
    base = last_commit(project)
    forged = "x\n::error::forged\n##[add-mask]forged"
    shutil.copytree(project / "connector", project / "connectors" / forged)
    (project / "connectors" / "::error::forged").mkdir()
    shutil.copytree(project / "connector", project / "connectors" / "::warning::forged" / "connector")
    edit(
        project / "connectors" / forged / "actions" / "create_task.yaml",
        "summary: Create a task",
        'summary: "A & ::error::forged ##[add-mask]forged"',
    )
    (project / "connectors" / forged / "actions" / f"{forged}.yaml").write_text("a: 1\n", encoding="utf-8")
    commit(project)
    run = act(project, tools, base, sources="connectors/*\n::error::forged", fail_on="advice")
    assert "failure" in (run.outcomes["Check"], run.outcomes["Build"]) and "forged" in run.logs["Package"]
    for name, log in run.logs.items():
        found = [one for one in commands(log) if one[1].startswith("forged") or one[0] == "add-mask"]
        assert not found, name + log
    # The upload of an artifact refuses the others.
    names = {path.name for path in Path(run.outputs["folder"]).rglob("*")}
    assert len(names) > 20 and not [name for name in names if re.search(r'[":<>|*?\r\n\\]', name)]


def test_a_module_in_the_repository_is_not_one_of_python(project: Path, tools: Path) -> None:
    for name in ("venv", "pip", "secrets", "json", "connectorkit"):
        (project / f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    run = act(project, tools, **ONLY_CHANGES)
    assert run.outcomes["Install connectorkit"] == run.outcomes["Check"] == "success", run.logs


def test_the_folder_of_the_results_is_known_although_the_installation_failed(project: Path, tools: Path) -> None:
    run = act(project, tools, toolkit="toolkit/missing.whl")
    assert set(run.outcomes.values()) == {"failure", "skipped"} and Path(run.outputs["folder"]).is_dir()
    assert commands(run.logs["Install connectorkit"]) == [
        ("error", "The input toolkit is neither a file nor a folder here.")
    ]


def test_the_base_is_what_the_pull_request_was_merged_with(project: Path, tools: Path) -> None:
    started = last_commit(project)
    git(project, "switch", "--quiet", "--create", "feature")
    edit(project / "connector" / "connector.yaml", "description: ", "description: New. ")
    head = commit(project)
    git(project, "switch", "--quiet", "main")
    breaks(project, "connector")  # Somebody else's change, after the event named its base.
    commit(project)
    git(project, "merge", "--quiet", "--no-edit", "feature")
    run = act(project, tools, started, head, **ONLY_CHANGES)
    assert run.outcomes["Changes"] == "success", run.logs["Changes"]
    assert act(project, tools, started, **ONLY_CHANGES).outcomes["Changes"] == "failure"
    git(project, "switch", "--quiet", "--detach", "feature")  # A workflow that checks out the branch alone.
    assert act(project, tools, last_commit(project, "main"), head, **ONLY_CHANGES).outcomes["Changes"] == "success"


def test_a_pull_request_repairs_a_source_that_the_base_cannot_read(project: Path, tools: Path) -> None:
    action = project / "connector" / "actions" / "create_task.yaml"
    edit(action, "summary:", "smmary:")
    broken = commit(project)
    edit(action, "smmary:", "summary:")
    whole = commit(project)
    run = act(project, tools, broken, **ONLY_CHANGES)
    assert run.outcomes["Changes"] == "success"
    text = "connector is not compared: its version in the base cannot be read."
    assert commands(run.logs["Changes"]) == [("warning", text)]
    edit(action, "summary:", "smmary:")
    commit(project)
    assert act(project, tools, whole, **ONLY_CHANGES).outcomes["Changes"] == "failure"


def test_a_source_is_followed_to_its_new_folder(project: Path, tools: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(project / "connector", project / "connectors" / name)
    for name, text in {"a": "Ants", "b": "Bees"}.items():
        file = project / "connectors" / name / "connector.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("connector: Demo", f"connector: {text}"), encoding="utf-8"
        )
    (project / "connectors" / "README.md").write_text("Not a source.\n", encoding="utf-8")
    for name in ("a", "b", "other"):
        (project / "build" / name).mkdir()
        (project / "build" / name / ".connectorkit").write_text("", encoding="utf-8")
    base = commit(project)
    git(project, "mv", "connectors/a", "connectors/c")
    breaks(project, "connectors/c")
    shutil.rmtree(project / "connectors" / "b")
    new_project.create(project / "new", template="mcp")
    commit(project)
    run = act(project, tools, base, sources="connectors/*\nnew", **ONLY_CHANGES | {"build": "build"})
    assert run.outcomes["Check"] == "success" and run.outcomes["Changes"] == "failure"
    found = commands(run.logs["Changes"])
    assert ("notice", "connectors/c is compared with connectors/a, from which it was renamed.") in found
    assert ("notice", "new is new, so there is nothing to compare it with.") in found
    assert ("warning", "connectors/b was removed. Flows and apps that use this connector break.") in found
    assert any(name == "error" and "'due_date'" in text for name, text in found)
    gone = [text.split(",")[0] for _, text in found if "Remove it, too." in text]
    assert gone == ["build/a is the build of connectors/a", "build/b is the build of connectors/b"]
    assert "## connectors-c\n" in run.summary


def test_a_folder_without_a_connector_is_no_earlier_version(project: Path, tools: Path) -> None:
    source = project / "connectors" / "old"
    shutil.copytree(project / "connector", source)
    edit(source / "connector.yaml", "connector: Demo", "connector: Old")
    for name in ("new", "moved"):
        (project / "connectors" / name).mkdir()
        (project / "connectors" / name / "README.md").write_text("Planned.\n", encoding="utf-8")
    (project / "published").mkdir()
    definition = "published/apiDefinition.swagger.json"
    shutil.copy(project / "build" / "connector" / "apiDefinition.swagger.json", project / definition)
    base = commit(project)
    shutil.copytree(project / "connector", project / "connectors" / "new" / "connector")
    edit(project / "connectors" / "new" / "connector" / "connector.yaml", "connector: Demo", "connector: New")
    for path in sorted(source.iterdir()):
        git(project, "mv", str(path), "connectors/moved")
    breaks(project, "connectors/moved")
    edit(project / definition, '"/tasks"', '"/jobs"')
    commit(project)
    run = act(project, tools, base, sources="connectors/*\npublished", **ONLY_CHANGES)
    found = commands(run.logs["Changes"])
    assert [text for name, text in found if name == "notice" and text.startswith("connectors/")] == [
        "connectors/moved is compared with connectors/old, from which it was renamed.",
        "connectors/new is new, so there is nothing to compare it with.",
    ]
    assert any(name == "error" and "'due_date'" in text for name, text in found)
    assert any(name == "error" and "'/tasks'" in text for name, text in found), found


def test_a_source_that_is_a_file_is_compared_only_if_it_changed(project: Path, tools: Path) -> None:
    built = (project / "build" / "connector" / "apiDefinition.swagger.json").read_text(encoding="utf-8")
    (project / "connectors").mkdir()
    for name in ("a", "b"):
        (project / "connectors" / f"{name}.swagger.json").write_text(built, encoding="utf-8")
    base = commit(project)
    edit(project / "connectors" / "b.swagger.json", '"/tasks"', '"/jobs"')
    edit(project / "connector" / "actions" / "create_task.yaml", "summary: Create a task", "summary: Add a task")
    commit(project)
    sources = "connectors/a.swagger.json\nconnectors/b.swagger.json\nconnector/connector.yaml"
    run = act(project, tools, base, sources=sources, **ONLY_CHANGES)
    compared = sorted(path.name for path in (Path(run.outputs["folder"]) / "changes").iterdir())
    assert compared == ["connector-connector.yaml.json", "connectors-b.swagger.json.json"]


def test_each_source_has_its_own_results(project: Path, tools: Path) -> None:
    for name in ("a/b-c", "a-b/c"):
        shutil.copytree(project / "connector", project / name)
    commit(project)
    run = act(project, tools, sources="a/b-c\na-b/c/\n", test="false", build="")
    assert run.passed, run.logs
    for folder in ("preview", "package"):
        assert sorted(path.name for path in (Path(run.outputs["folder"]) / folder).iterdir()) == ["a-b-c", "a-b-c-2"]


def test_without_a_source_nothing_is_checked(project: Path, tools: Path) -> None:
    run = act(project, tools, sources="\n", **ONLY_CHANGES)
    assert commands(run.logs["Check"]) == [("error", "The input sources is empty.")]
    assert run.outcomes["Check"] == "failure"


def test_another_toolkit_is_a_change_of_every_source(project: Path, tools: Path) -> None:
    base = last_commit(project)
    inputs = {"changed_only": "true", **ONLY_CHANGES}
    assert "0 of 1 source changed" in act(project, tools, base, **inputs).logs["Check"]
    (project / "toolkit" / connectorkit_wheel(project)).write_bytes(b"another wheel")
    commit(project)
    run = act(project, tools, base, **inputs)
    assert "all sources are checked" in run.logs["Base"] and "changed since" not in run.logs["Check"]


def test_a_long_report_is_not_put_into_the_summary(project: Path, tools: Path) -> None:
    base = last_commit(project)
    breaks(project, "connector")
    commit(project)
    action = project / ".github" / "actions" / "connectorkit" / "action.yml"
    edit(action, "-lt 500000", "-lt 100")  # As if GitHub accepted less.
    run = act(project, tools, base, **ONLY_CHANGES)
    assert "changes.md in the artifact lists them" in run.summary and "BRK540" not in run.summary
    assert "BRK540" in (Path(run.outputs["folder"]) / "changes.md").read_text(encoding="utf-8")


def test_only_what_changed_is_checked(project: Path, tools: Path) -> None:
    for name in "ab":
        shutil.copytree(project / "connector", project / "connectors" / name)
    base = commit(project)
    edit(project / "connectors" / "a" / "actions" / "create_task.yaml", "summary: Create a task", "summary: X & Y")
    edit(project / "connectors" / "b" / "actions" / "create_task.yaml", "summary: Create a task", "summary: X & Y")
    before = commit(project)
    edit(project / "connectors" / "a" / "actions" / "create_task.yaml", "summary: X & Y", "summary: X & Z")
    commit(project)
    inputs = {"sources": "connectors/*", "changed_only": "true", "build": "", "test": "false", "package": "false"}
    run = act(project, tools, before, **inputs)
    assert "1 of 2 sources changed" in run.logs["Check"] and "connectors/b/" not in run.logs["Check"]
    assert run.outcomes["Check"] == "failure" and run.outcomes["Build"] == run.outcomes["Package"] == "skipped"
    assert sorted(path.name for path in (Path(run.outputs["folder"]) / "changes").iterdir()) == ["connectors-a.json"]
    assert "2 of 2 sources changed" in act(project, tools, base, **inputs).logs["Check"]


def test_a_checkout_is_a_toolkit(project: Path, tools: Path) -> None:
    action = tools / "checkout" / "action.yml"
    action.parent.mkdir()
    shutil.copy(ROOT / "action.yml", action)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    run_action(action, project, project.parent / "temp", {"test": "false", "package": "false"}, {}, path)
    calls = (tools / "calls").read_text(encoding="utf-8").splitlines()
    assert [line.rsplit(" ", 1)[1] for line in calls] == [
        f"{action.parent}/requirements.txt",
        f"{action.parent}/requirements-build.txt",
        str(action.parent),
    ]


@pytest.mark.parametrize("name", ["connectorkit", "kit.whl"])
def test_a_toolkit_without_a_slash_is_a_path_for_pip(project: Path, tools: Path, name: str) -> None:
    if name.endswith(".whl"):
        (project / name).write_bytes(b"the wheel")
    else:
        (project / name).mkdir()
    run = act(project, tools, toolkit=name, sources="\n", **ONLY_CHANGES)
    assert run.outcomes["Install connectorkit"] == "success"
    calls = (tools / "calls").read_text(encoding="utf-8").splitlines()
    assert calls[-1].endswith(f" -- ./{name}")
