"""Packaging as a publisher uses it: secrets, folders in use, titles in other scripts, a package as the base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import SMALL, Run

pytestmark = pytest.mark.part(0.5)


def test_a_client_secret_stops_the_package(run: Run, source: Path) -> None:
    secret = "s9Kd82hslq0Zx71m"
    sign_in = f"""credentials:
  token:
    type: oauthSetting
    oauth:
      identity_provider: aad
      client_id: a
      scopes: []
      custom: {{resourceUri: "https://x.example.com", loginUri: "https://login.windows.net"}}
      extra: {{clientSecret: {secret}}}
"""
    file = source / "connector.yaml"
    small = "\n".join(line for line in SMALL.splitlines() if not line.startswith("credentials: ")) + "\n"
    file.write_text(f"{small}{sign_in}", encoding="utf-8")
    checked = run("check", source)
    assert "INF180" in checked.stdout and secret not in checked.stdout + checked.stderr
    file.write_text(f"{small}{sign_in}waive: {{PKG110: It is only a test.}}\n", encoding="utf-8")
    done = run("package", source, "--out", source.parent / "dist")
    assert "PKG110" in done.stdout + done.stderr
    assert done.exit_code == 1 and not (source.parent / "dist").exists()
    assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize("spelling", ["clientSecret: {}", "'clientSecret': '{}'", '"clientSecret" : "{}"'])
def test_no_frame_of_a_comparison_shows_a_client_secret(run: Run, source: Path, spelling: str) -> None:
    file = source / "connector.yaml"
    sign_in = "oauth: {extra: {SECRET}, identity_provider: aad, client_id: a, scopes: []}"
    named = f"  token: {{type: oauthSetting, {sign_in}}}"
    lines = [f"credentials:\n{named}" if one.startswith("credentials: ") else one for one in SMALL.splitlines()]
    small = "\n".join(lines) + "\n"
    file.write_text(small.replace("SECRET", spelling.format("first1")), encoding="utf-8")
    new = source.parent / "new"
    new.mkdir()
    (new / "connector.yaml").write_text(small.replace("SECRET", spelling.format("second2")), encoding="utf-8")
    done = run("diff", source, new)
    assert "BRK662" in done.stdout and "*******" in done.stdout
    assert "first1" not in done.stdout and "second2" not in done.stdout


def test_a_build_and_a_package_do_not_take_each_other_away(run: Run, source: Path) -> None:
    for first, second in (("build", "package"), ("package", "build")):
        out = source.parent / first
        assert run(first, source, "--out", out).exit_code == 0
        before = sorted(out.rglob("*"))
        done = run(second, source, "--out", out)
        assert done.exit_code == 2
        assert "would be removed; choose a separate folder" in done.stderr
        assert sorted(out.rglob("*")) == before


def test_titles_without_ascii_letters_have_names_of_their_own(run: Run, source: Path) -> None:
    names, file = set(), source / "connector.yaml"
    title = next(line for line in SMALL.splitlines() if line.startswith("connector: "))
    for other in ("天气 服务", "订单", "🎉"):
        file.write_text(SMALL.replace(title, f'connector: "{other}"'), encoding="utf-8")
        run("package", source, "--out", source.parent / "dist")
        manifest = json.loads((source.parent / "dist" / "manifest.json").read_text(encoding="utf-8"))
        names.add((manifest["ids"]["name"], manifest["ids"]["connector"], manifest["solution"]["name"]))
    assert [len({name[index] for name in names}) for index in range(3)] == [3, 3, 3]
    assert all(len(name) <= 30 and name.startswith("new_connector") for name, _, _ in names)


def test_the_folder_of_a_package_is_a_side_and_a_base(run: Run, source: Path) -> None:
    dist, file = source.parent / "dist", source / "connector.yaml"
    assert run("package", source, "--out", dist).exit_code == 0
    assert run("diff", dist, source).stdout.startswith("no change")
    file.write_text(SMALL.replace("note: string", "note: int32"), encoding="utf-8")
    assert "BRK550" in run("diff", dist, source).stdout
    done = run("package", source, "--out", source.parent / "next", "--base", dist)
    assert "1 breaking change since dist" in done.stderr
    for part in ("certification", "repository"):
        other = source.parent / part
        assert run("package", source, "--out", other, "--only", part).exit_code == 0
        assert "BRK550" in run("diff", other, dist).stdout, part
