"""Where things are: this repository, its connector, and the sample of published connectors beside it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONNECTOR = ROOT / "connector"
BUILT = ROOT / "build" / "connector"
CORPUS = ROOT.parent / "shared" / "corpus"
