"""Rules for workflows and actions, which run untrusted code of pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

# Actions of GitHub, each at the commit of a release; nothing else is trusted.
PINNED = re.compile(r"(actions/(checkout|setup-python|upload-artifact)|github/codeql-action/upload-sarif)@[0-9a-f]{40}")
# A whole context contains the token, and an index hides its name.
_SECRET = re.compile(
    r"\bsecrets\b|\bgithub\.token\b|\bGITHUB_TOKEN\b|\bgithub\s*\[|\btojson\(\s*(github|secrets)\s*\)", re.IGNORECASE
)
_FROM_OUTSIDE = ("pull_request", "pull_request_target", "merge_group")
# Events of strangers for which GitHub runs the default branch, with its secrets.
_WITH_SECRETS = (
    "workflow_run",
    "issue_comment",
    "issues",
    "discussion",
    "discussion_comment",
    "pull_request_review_comment",
)
_ONLY_ON_PUSH = re.compile(r"(!cancelled\(\) && )?github\.event_name == 'push'")

Tree = Any  # YAML of any shape; these functions report its problems.


def problems(text: str) -> list[str]:
    """The problems of a workflow or of a composite action."""
    tree = yaml.load(text, yaml.BaseLoader)  # A YAML 1.1 reader takes the key `on` for true.
    if "runs" in tree:
        return [*_secrets(tree), *_steps(tree["runs"]["steps"], "action")]
    events = _events(tree["on"])
    found = (
        ["pull_request_target gives code of a stranger a token and secrets"] if "pull_request_target" in events else []
    )
    for name, job in tree["jobs"].items():
        found += _job(name, job, tree, events)
    return found


def _events(on: Tree) -> set[str]:
    return {on} if isinstance(on, str) else set(on)


def _job(name: str, job: Tree, tree: Tree, events: set[str]) -> Iterator[str]:
    permissions = job.get("permissions", tree.get("permissions"))
    if not isinstance(permissions, dict):
        yield f"{name}: names no permissions"
        permissions = {}
    writes = [right for right, level in permissions.items() if level != "read"]
    condition = job.get("if", "").removeprefix("${{").removesuffix("}}").strip()
    strangers = events.intersection(_FROM_OUTSIDE) and not _ONLY_ON_PUSH.fullmatch(condition)
    if strangers:
        yield from (f"{name}: {right} may be written" for right in writes)
        yield from (f"{name}: {one}" for one in _secrets([job, tree.get("env", {})]))
        if "self-hosted" in str(job.get("runs-on", "")):
            yield f"{name}: code of strangers runs on a machine that is kept"
    if "steps" not in job:
        yield f"{name}: a workflow elsewhere, which these rules do not see"
        return
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    checks_out = any(one.startswith(("./", "actions/checkout@")) for one in uses)
    if writes and checks_out:
        yield f"{name}: a job that can write runs what is checked out"
    if events.intersection(_WITH_SECRETS) and checks_out:
        yield f"{name}: runs what is checked out for an event of a stranger, with the secrets of the repository"
    yield from _steps(job["steps"], name)


def _secrets(tree: Tree) -> Iterator[str]:
    if isinstance(tree, dict | list):
        for one in tree.values() if isinstance(tree, dict) else tree:
            yield from _secrets(one)
    elif _SECRET.search(tree):
        yield f"a secret or a token: {tree.strip().splitlines()[0]}"


def _steps(steps: list[Tree], where: str) -> Iterator[str]:
    for step in steps:
        action, script = step.get("uses", "./"), step.get("run", "")
        if not action.startswith("./") and not PINNED.fullmatch(action):
            yield f"{where}: {action} is not pinned by the SHA of a commit, or not one of those that are trusted"
        if action.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") != "false":
            yield f"{where}: the checkout leaves its token behind"
        if "${{" in script:
            yield f"{where}: an expression becomes a part of a script: {script.strip().splitlines()[0]}"
        if script and where == "action" and step.get("shell") != "bash":
            yield f"{where}: a script without its shell"
