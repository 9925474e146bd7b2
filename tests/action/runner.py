"""Runs the steps of a composite action as the runner of GitHub does: expressions, variables, files, bash."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# A command is a line of its own, or a part of any line in the older style.
_COMMAND = re.compile(r"\s*::([^: ]+)(?: ([^:]*))?::(.*)")
_OLDER = re.compile(r"##\[([a-z-]+).*?\](.*)")


@dataclass
class Run:
    """The result of a run: outcome and output of each step, summary, and outputs of the action."""

    outcomes: dict[str, str] = field(default_factory=dict)
    logs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return "failure" not in self.outcomes.values()


def run_action(
    action: Path, workspace: Path, temp: Path, given: dict[str, str], event: dict[str, str], path: str
) -> Run:
    """Run an action in ``workspace``; ``event`` has values such as ``github.event.pull_request.base.sha``."""
    tree = yaml.load(action.read_text(encoding="utf-8"), yaml.BaseLoader)
    known = dict(event)
    for name, declared in tree["inputs"].items():
        known[f"inputs.{name}"] = given.get(name, filled(declared.get("default", ""), known))
    assert set(given) <= set(tree["inputs"]), "the workflow gives an input that the action does not have"
    made, state = Run(), _State(workspace, temp, action.parent, path)
    for step in tree["runs"]["steps"]:
        if not _holds(step.get("if", "success()"), known, made):
            made.outcomes[step["name"]] = "skipped"
            continue
        variables = {name: filled(value, known) for name, value in step.get("env", {}).items()}
        status, made.logs[step["name"]] = state.bash(step["run"], variables)
        made.outcomes[step["name"]] = "failure" if status else "success"
        if "id" in step:
            known[f"steps.{step['id']}.outcome"] = made.outcomes[step["name"]]
            known |= {f"steps.{step['id']}.outputs.{name}": value for name, value in state.take_outputs().items()}
    made.summary = state.summary.read_text(encoding="utf-8")
    made.outputs = {name: filled(output["value"], known) for name, output in tree.get("outputs", {}).items()}
    return made


class _State:
    """The files that steps write for the runner, and the PATH that they extend."""

    def __init__(self, workspace: Path, temp: Path, action: Path, path: str) -> None:
        self.workspace, self.temp, self.action, self.path = workspace, temp, action, path
        self.summary, self.output, self.added = (temp / name for name in ("summary", "output", "added"))
        temp.mkdir(exist_ok=True)
        for file in (self.summary, self.output, self.added):
            file.write_text("", encoding="utf-8")

    def bash(self, script: str, variables: dict[str, str]) -> tuple[int, str]:
        """Run a script with the bash options of the runner; return exit status and output."""
        added = self.added.read_text(encoding="utf-8").splitlines()
        environment = {
            "PATH": os.pathsep.join([*reversed(added), self.path]),
            "HOME": str(self.temp),
            "LC_ALL": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_PATH": str(self.added),
            "RUNNER_TEMP": str(self.temp),
            "CONNECTORKIT_CACHE": str(self.temp / "cache"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            **variables,
        }
        file = self.temp / "script.sh"
        file.write_text(script, encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(file)]
        done = subprocess.run(
            command, cwd=self.workspace, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")

    def take_outputs(self) -> dict[str, str]:
        """The outputs that a step wrote."""
        lines = self.output.read_text(encoding="utf-8").splitlines()
        self.output.write_text("", encoding="utf-8")
        return dict(line.split("=", 1) for line in lines)


def commands(log: str) -> list[tuple[str, str]]:
    """The name and the text of each command in a log that the runner obeys."""
    found, stopped = list[tuple[str, str]](), ""
    for line in log.splitlines():
        command = _COMMAND.match(line)
        if stopped:
            stopped = "" if command and command[1] == stopped else stopped
        elif command and command[1] == "stop-commands":
            stopped = command[3]
        elif command:
            found.append((command[1], command[3]))
        elif older := _OLDER.search(line):
            found.append((older[1], older[2]))
    assert not stopped, "the commands of later steps are ignored, too"
    return found


def filled(text: str, known: dict[str, str]) -> str:
    """A text with the values of its expressions. An unknown name is empty, as on the runner."""
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), text)


def _holds(condition: str, known: dict[str, str], made: Run) -> bool:
    inside = _EXPRESSION.fullmatch(condition)
    return all(_term(term.strip(), known, made) for term in (inside[1] if inside else condition).split("&&"))


def _term(term: str, known: dict[str, str], made: Run) -> bool:
    if term in ("success()", "!cancelled()"):
        return term == "!cancelled()" or made.passed
    parts: Any = re.fullmatch(r"([\w.-]+) (==|!=) '([^']*)'", term)
    assert parts, f"this runner does not know the condition {term}"
    return bool((known.get(parts[1], "") == parts[3]) == (parts[2] == "=="))
