"""Tests of clients: all names can be imported, both clients start and hide secrets, and mypy --strict passes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from connectorkit.render.client.methods import OPTIONS

# Run in a separate process with the folder of the client, its package and a secret as arguments.
_PROBE = (
    f"OPTIONS = {OPTIONS!r}"
    + """
import asyncio, compileall, importlib, inspect, pathlib, pkgutil, sys
folder, package, secret = sys.argv[1:]
sys.path.insert(0, folder)
assert compileall.compile_dir(f"{folder}/{package}", quiet=1), "it does not compile"
made = importlib.import_module(package)
for name in made.__all__:
    getattr(made, name)
for module in pkgutil.walk_packages(made.__path__, f"{package}."):
    importlib.import_module(module.name)
async def make(kind):
    # `oauth` stands in place of the token.
    asked = [name for name in inspect.signature(kind).parameters if name not in (*OPTIONS, "oauth")]
    known = {name: secret for name in asked}
    assert secret not in repr(kind(**known, base_url="https://host.example/base")), "repr shows a credential"
    variables = {f"{package}_{name}".upper(): secret for name in asked}
    variables[f"{package}_base_url".upper()] = "https://host.example"
    assert secret not in repr(kind.from_env(environ=variables)), "repr shows a credential"
for kind in (made.Client, made.AsyncClient):
    asyncio.run(make(kind))
"""
)
_SECRET = "s3cret-of-the-probe"
_ERROR = re.compile(r"(?P<name>[^/:]+)/(?P<where>[^:]+:\d+): error: (?P<what>.*)")


def imports(folder: Path, package: str) -> list[str]:
    """The problems when everything in the client is imported and both clients are created."""
    command = [sys.executable, "-B", "-c", _PROBE, str(folder), package, _SECRET]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = (done.stdout + done.stderr).strip().splitlines() or ["no message"]
    return [] if done.returncode == 0 else [told[-1]]


def types(folder: Path) -> Mapping[str, list[str]]:
    """The errors of mypy --strict for the clients below ``folder``, by the name of their folder.

    One run checks all. Errors of no client, such as a missing mypy, are under "".
    """
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--namespace-packages",
        "--explicit-package-bases",
        "--no-error-summary",
        "--cache-dir",
        "/dev/null",
        ".",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {}
    for line in (done.stdout + done.stderr).splitlines():
        said = _ERROR.match(line)
        if said:
            found.setdefault(said["name"], []).append(f"{said['where']}: {said['what']}")
    if done.returncode and not found:
        found[""] = [(done.stdout + done.stderr).strip()[-500:] or f"mypy ended with status {done.returncode}"]
    return found
