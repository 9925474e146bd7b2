"""Chromium for tests: the one of the machine, driven by Playwright, with one font and no request to the network."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

FONTS = Path(__file__).with_name("fonts.conf")
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)


def program() -> str:
    """The browser of this machine.

    Without one, tests are skipped on the machine of a developer; where the environment sets CI, they fail.
    """
    found = next((path for name in _NAMES if (path := shutil.which(name))), "")
    if not found:
        why = "there is no Chromium: install the package chromium (.ci/browser does), or Google Chrome"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return found


def launch(playwright: Playwright) -> Browser:
    """Start the browser. As root it cannot have its sandbox; the pages are our own."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=program(),
        args=[*_QUIET, *(["--no-sandbox"] if root else [])],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
    )
