"""Environments: one is rendered when it is asked for, and nothing of it is anywhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import SMALL, Run

TEST = "test.orders.example.net"
# Production with a sign-in, a set, a default and a policy; each is different in the environment.
WHOLE = (
    SMALL.replace(
        "credentials: {api_key:",
        f"""environments:
  test:
    description: Emptied every night at {TEST}.
    server: https://{TEST}/v2
    authentication: {{key_two: {{tokenUrl: "https://{TEST}/token"}}}}
    credentials:
      shop: {{default: example, description: A shop of {TEST}.}}
      token: {{oauth: {{client_id: for-tests, custom: {{tokenUrl: "https://{TEST}/token"}}}}}}
    credential_sets: {{other: {{credentials: {{region: {{default: test, tooltip: At {TEST}}}}}}}}}
    policies: {{Host: {{urlTemplate: "https://@connectionParameters('shop').{TEST}"}}}}
  dev: environments/dev.yaml
credentials: {{api_key:""",
    )
    .replace(
        "name: X-Key}}",
        "name: X-Key}, key_two: {type: oauth2, flow: accessCode, authorizationUrl: 'https://orders.example.com/a', "
        "tokenUrl: 'https://orders.example.com/token', scopes: {}}}",
    )
    .replace(
        "role: api_key}}",
        "role: api_key}, shop: {type: string, default: main}, token: {type: oauthSetting, oauth: {identity_provider: "
        "oauth2, client_id: real, scopes: [a], custom: {authorizationUrl: 'https://orders.example.com/a', "
        "tokenUrl: 'https://orders.example.com/token', refreshUrl: 'https://orders.example.com/token'}}}}\n"
        "credential_sets: {other: {label: Other, credentials: "
        "{region: {type: string, exact: {ui: {displayName: Region}}}}}}\n"
        "policies:\n- {template: dynamichosturl, title: Host, with: {urlTemplate: "
        "\"https://@connectionParameters('shop').orders.example.com\"}}",
    )
)


@pytest.fixture
def whole(source: Path) -> Path:
    """The source of above, its second environment in a file."""
    (source / "environments").mkdir()
    (source / "environments/dev.yaml").write_text("server: http://localhost:8123/v1\n", encoding="utf-8")
    (source / "connector.yaml").write_text(WHOLE, encoding="utf-8")
    return source


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_environment_is_rendered_when_it_is_asked_for(whole: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("build", whole, "--env", "test", "--out", out)
    assert done.exit_code == 0, done.output
    swagger = json.loads((out / "connector/apiDefinition.swagger.json").read_text(encoding="utf-8"))
    assert (swagger["host"], swagger["basePath"], swagger["schemes"]) == (TEST, "/v2", ["https"])
    assert swagger["info"]["title"] == "Contoso Orders (test)"
    assert swagger["securityDefinitions"]["key_two"]["tokenUrl"] == f"https://{TEST}/token"
    assert swagger["securityDefinitions"]["key_two"]["authorizationUrl"] == "https://orders.example.com/a"
    properties = json.loads((out / "connector/apiProperties.json").read_text(encoding="utf-8"))["properties"]
    parameters = properties["connectionParameters"]
    assert parameters["shop"]["defaultValue"] == "example"
    assert parameters["token"]["oAuthSettings"]["clientId"] == "for-tests"
    addresses = {key: one["value"] for key, one in parameters["token"]["oAuthSettings"]["customParameters"].items()}
    real = {"authorizationUrl": "https://orders.example.com/a", "refreshUrl": "https://orders.example.com/token"}
    assert addresses == {**real, "tokenUrl": f"https://{TEST}/token"}
    (other,) = properties["connectionParameterSets"]["values"]
    assert other["parameters"]["region"]["defaultValue"] == "test"
    assert other["parameters"]["region"]["uiDefinition"] == {"displayName": "Region", "tooltip": f"At {TEST}"}
    (policy,) = properties["policyTemplateInstances"]
    assert policy["parameters"]["x-ms-apimTemplateParameter.urlTemplate"].endswith(TEST)
    assert (out / "client/contoso_orders").is_dir()  # A program changes the address, not its imports.
    assert f'base_url="https://{TEST}/v2"'.encode() in b"".join(contents(out / "client").values())
    said = json.loads((out / "environment.json").read_text(encoding="utf-8"))
    assert said == {"environment": "test", "server": f"https://{TEST}/v2"}


def test_production_carries_nothing_of_an_environment(whole: Path, run: Run, tmp_path: Path) -> None:
    assert run("build", whole, "--out", tmp_path / "out").exit_code == 0
    run("package", whole, "--out", tmp_path / "package")
    made = contents(tmp_path / "out") | contents(tmp_path / "package")
    assert len(made) > 80
    assert any(name.endswith(".zip") for name in made)  # Zips are uncompressed.
    for name, data in made.items():
        for word in (TEST, "localhost:8123", "for-tests", "environment.json"):
            assert word.encode() not in data, f"{name} holds {word}"


def test_production_is_the_same_with_and_without_environments(whole: Path, run: Run, tmp_path: Path) -> None:
    run("build", whole, "--out", tmp_path / "with")
    start, end = WHOLE.index("environments:"), WHOLE.index("credentials: {api_key:")
    (whole / "connector.yaml").write_text(WHOLE[:start] + WHOLE[end:], encoding="utf-8")
    run("build", whole, "--out", tmp_path / "without")
    assert contents(tmp_path / "with") == contents(tmp_path / "without")


def test_an_unknown_environment_is_named_with_a_suggestion(whole: Path, source: Path, run: Run, tmp_path: Path) -> None:
    done = run("build", whole, "--env", "tst", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "there is no environment 'tst' under 'environments'; did you mean 'test'?" in done.output
    assert not (tmp_path / "out").exists()
    assert "it declares: dev, test" in run("build", whole, "--env", "production", "--out", tmp_path / "out").output
    (source / "connector.yaml").write_text(SMALL, encoding="utf-8")
    assert "it declares: none" in run("build", source, "--env", "test", "--out", tmp_path / "out").output
    assert run("build", source, "--env", "", "--out", tmp_path / "out").exit_code == 2


def test_builds_of_two_environments_do_not_replace_each_other(whole: Path, run: Run, tmp_path: Path) -> None:
    run("build", whole, "--out", tmp_path / "out")
    before = contents(tmp_path / "out")
    done = run("build", whole, "--env", "test", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "contains the build of production" in done.output
    assert contents(tmp_path / "out") == before
    assert run("build", whole, "--env", "test", "--out", tmp_path / "test").exit_code == 0
    assert "contains the build of an environment" in run("build", whole, "--out", tmp_path / "test").output
    assert run("build", whole, "--env", "test", "--out", tmp_path / "test", "--check").exit_code == 0
    assert run("build", whole, "--out", tmp_path / "test", "--check").exit_code == 1


def test_a_package_is_made_of_production_alone(whole: Path, run: Run, tmp_path: Path) -> None:
    done = run("package", whole, "--env", "test", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "a package always contains production" in done.output
    assert not (tmp_path / "out").exists()


def test_a_file_with_an_environment_is_formatted_and_checked(whole: Path, run: Run) -> None:
    path = whole / "environments/dev.yaml"
    path.write_text("credentials: {shop: {default: mine}}\nserver: 'http://localhost:8123/v1'\n", encoding="utf-8")
    assert run("format", whole).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("server: http://localhost:8123/v1\ncredentials:\n")
    path.write_text("server: http://localhost:8123/v1\nhost: localhost\n", encoding="utf-8")
    done = run("check", whole)
    assert "dev.yaml:2:1: error FMT-additionalProperties: Unknown key 'host'" in done.output


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("{credentials: {shops: {default: a}}}", "error ENV010: The environment 'x' changes the connection parameter "),
        ("{credentials: {api_key: {default: a}}}", "error ENV040: The environment 'x' gives the secret 'api_key'"),
        ("{credentials: {shop: {oauth: {client_id: a}}}}", "error ENV010: The environment 'x' changes the sign-in of"),
        ("{authentication: {key: {tokenUrl: 'https://a.example'}}}", "error ENV010: "),
        ("{policies: {Host: {newPath: /a}}}", "error ENV010: The environment 'x' changes the parameter of the policy "),
        ("{policies: {Hosts: {urlTemplate: a}}}", "Did you mean 'Host'?"),
        ("{credential_sets: {others: {credentials: {region: {default: a}}}}}", "Did you mean 'other'?"),
        ("{credential_sets: {other: {credentials: {regions: {default: a}}}}}", "Did you mean 'region'?"),
        (
            "{server: https://orders.example.com/v1}",
            "warning ENV020: The environment 'x' does not differ from production.",
        ),
        ("{server: http://a.example.com}", "advice ENV030: The environment 'x' uses http, but production uses https"),
        (
            "{server: 'https://me:pw@a.example.com'}",
            "error ENV040: The address of the environment 'x' contains a user ",
        ),
        (
            "{authentication: {key_two: {tokenUrl: 'https://a.example/token'}}}",
            "advice SEC071: The address 'https://a.ex",
        ),
        ("{policies: {Host: {urlTemplate: \"https://@connectionParameters('shp').a.example.com\"}}}", "PRP"),
    ],
)
def test_each_environment_is_judged_at_its_line(said: str, expected: str, whole: Path, run: Run) -> None:
    start, end = WHOLE.index("  test:"), WHOLE.index("credentials: {api_key:")
    text = WHOLE[:start] + f"  x: {said}\n" + WHOLE[end:]
    (whole / "connector.yaml").write_text(text, encoding="utf-8")
    line = text[:start].count("\n") + 1
    shown = [one for one in run("check", whole, "--verbose").output.split("\n\n") if f"connector.yaml:{line}:" in one]
    assert any(expected in one for one in shown), shown


def test_a_waiver_in_an_environment_excuses_it(whole: Path, run: Run) -> None:
    text = WHOLE.replace(
        "  dev: environments/dev.yaml", "  dev: {server: http://a.example.com, waive: {ENV030: No TLS.}}"
    )
    (whole / "connector.yaml").write_text(text, encoding="utf-8")
    assert "ENV030" not in run("check", whole).output
    (whole / "connector.yaml").write_text(text.replace("waive: {ENV030", "waive: {ENV020"), encoding="utf-8")
    assert "WVR003: The waiver of ENV020 matches no finding here." in run("check", whole).output


def test_a_package_has_no_finding_of_an_environment(whole: Path, run: Run, tmp_path: Path) -> None:
    text = WHOLE.replace(
        "  dev: environments/dev.yaml", "  dev: {server: http://a.example.com, waive: {ENV030: No TLS.}}"
    )
    (whole / "connector.yaml").write_text(text, encoding="utf-8")
    assert run("package", whole, "--only", "repository", "--out", tmp_path / "package").exit_code == 0
    evidence = (tmp_path / "package/evidence/findings.json").read_text(encoding="utf-8")
    assert "SEC071" in evidence
    assert "ENV0" not in evidence
    assert "WVR0" not in evidence


def test_the_sandbox_and_the_tests_take_an_environment(whole: Path, run: Run) -> None:
    for command in ("sandbox", "test"):
        done = run(command, whole, "--env", "tst")
        assert done.exit_code == 2
        assert "did you mean 'test'?" in done.output


@pytest.mark.part(0)
def test_the_contract_tests_of_an_environment_pass(whole: Path, tmp_path: Path) -> None:
    called = [sys.executable, "-m", "connectorkit", "test", str(whole), "--env", "test"]
    done = subprocess.run(called, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
