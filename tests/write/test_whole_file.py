"""A file that is written in one step: its mode, links, and the old content after an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectorkit.diagnostics.finding import Unusable
from connectorkit.write import whole_file


def test_an_existing_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    report, link = tmp_path / "report", tmp_path / "link"
    report.write_bytes(b"before")
    report.chmod(0o600)
    link.symlink_to(report)
    whole_file.write(str(link), [b"af", b"ter"])
    assert link.is_symlink() and report.read_bytes() == b"after"
    assert report.stat().st_mode & 0o7777 == 0o600
    assert sorted(tmp_path.iterdir()) == [link, report]


def test_a_failure_keeps_the_old_content(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    report = tmp_path / "report"
    report.write_bytes(b"before")
    with pytest.raises(Unusable, match=r"report: cannot be written \(No space left on device\)"):
        whole_file.write(str(report), pieces())
    assert report.read_bytes() == b"before" and list(tmp_path.iterdir()) == [report]
