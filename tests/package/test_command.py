"""`connectorkit package`: the files that it writes, their places, and when it writes nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from connectorkit.package import judge
from tests.conftest import Run
from tests.paths import CONNECTOR

pytestmark = pytest.mark.part(0.4)

WHOLE = {
    "INSTALL.md",
    "contosoorders_certification.zip",
    "contosoorders_solution.zip",
    "evidence",
    "flow_solution",
    "manifest.json",
    "repository",
    "solution",
}


def tops(folder: Path) -> set[str]:
    """The files of a folder, without the list of generated files."""
    return {path.name for path in folder.iterdir()} - {".connectorkit"}


def change(source: Path, old: str, new: str) -> None:
    """Change the text of connector.yaml."""
    file = source / "connector.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_package_has_all_parts_directly_in_out(source: Path, run: Run) -> None:
    result = run("package", source, "--out", "out")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "findings in evidence/findings.json" in result.stderr
    assert tops(Path("out")) == WHOLE


def test_several_sources_lie_under_their_names(source: Path, run: Run) -> None:
    result = run("package", source, CONNECTOR, "--out", "out", "--only", "solution")
    assert result.exit_code == 0, result.output
    assert tops(Path("out")) == {"orders", "connector"}
    assert (Path("out") / "orders" / "contosoorders_solution.zip").is_file()


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("solution", {"contosoorders_solution.zip"}),
        ("certification", {"contosoorders_certification.zip"}),
        ("unpacked", {"solution", "flow_solution"}),
        ("repository", {"repository"}),
    ],
)
def test_only_writes_the_part_and_removes_what_an_earlier_run_wrote(
    part: str, written: set[str], source: Path, run: Run
) -> None:
    assert run("package", source, "--out", "out").exit_code == 0
    (Path("out") / "mine.txt").write_text("kept", encoding="utf-8")
    assert run("package", source, "--out", "out", "--only", part).exit_code == 0
    assert tops(Path("out")) == written | {"INSTALL.md", "manifest.json", "evidence", "mine.txt"}


def test_a_file_that_was_not_generated_is_never_written_over(source: Path, run: Run) -> None:
    Path("out").mkdir()
    (Path("out") / "INSTALL.md").write_text("mine", encoding="utf-8")
    result = run("package", source, "--out", "out")
    assert result.exit_code == 2
    assert "was not written by connectorkit" in result.stderr
    assert tops(Path("out")) == {"INSTALL.md"}


def test_an_error_of_the_source_stops_it(source: Path, run: Run) -> None:
    assert run("package", source, "--out", "out").exit_code == 0
    before = (Path("out") / "manifest.json").read_bytes()
    change(source, "summary:", "sumary:")
    result = run("package", source, "--out", "out")
    assert result.exit_code == 1
    assert "FMT-additionalProperties" in result.stdout
    assert "not packaged" in result.stderr
    assert (Path("out") / "manifest.json").read_bytes() == before


def test_the_swagger_in_the_zips_is_the_one_of_the_build(source: Path, run: Run) -> None:
    run("build", source, "--out", "build", "--only", "connector")
    run("package", source, "--out", "out", "--managed")
    built = json.loads((Path("build") / "connector" / "apiDefinition.swagger.json").read_bytes())
    for path in sorted(Path("out").rglob("*_openapidefinition.json")):
        assert json.loads(path.read_bytes()) == built
    for name, managed in (("contosoorders_solution.zip", "0"), ("contosoorders_solution_managed.zip", "1")):
        with zipfile.ZipFile(Path("out") / name) as archive:
            assert json.loads(archive.read("Connector/new_contosoorders_openapidefinition.json")) == built
            assert f"<Managed>{managed}</Managed>" in archive.read("solution.xml").decode()


def test_the_checklist_is_ticked_only_where_nothing_is_left(source: Path, run: Run) -> None:
    change(source, "parameters: {order_id: int32}", "parameters: {order_id: {type: int32, title: Get the API}}")
    run("package", source, "--out", "out")
    found = json.loads((Path("out") / "evidence" / "findings.json").read_bytes())["findings"]
    text = (Path("out") / "repository" / "pull_request.md").read_text(encoding="utf-8")
    assert {"PKG022"} <= {one["id"] for one in found}
    assert "- [ ] The brand color and the icon follow the rules." in text
    for family, point in (
        ("OPR", "Each operation has"),
        ("PAR", "Each parameter has"),
        ("RSP", "Each response with a body has"),
    ):
        left = [one for one in found if one["id"].startswith(family) and one["severity"] != "advice"]
        assert f"- [{' ' if left else 'x'}] {point}" in text, (family, left)


def test_the_manifest_says_what_was_not_checked(source: Path, run: Run) -> None:
    run("package", source, "--out", "out")
    manifest = json.loads((Path("out") / "manifest.json").read_bytes())
    assert manifest["statement"] == "structure verified, import not verified"
    assert "import into an environment, by hand or with pac" in manifest["not_checked"]
    files = {path.relative_to("out").as_posix() for path in Path("out").rglob("*") if path.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json", ".connectorkit"}


@pytest.mark.part(0)
def test_contract_tests_are_evidence_when_they_are_asked_for(source: Path, run: Run) -> None:
    result = run("package", source, "--out", "out", "--only", "solution", "--with-tests")
    assert result.exit_code == 0, result.output
    table = (Path("out") / "evidence" / "contract_tests.txt").read_text(encoding="utf-8")
    assert "operations exercised: 1 of 1" in table
    assert " in " not in table.splitlines()[-1]
    manifest = json.loads((Path("out") / "manifest.json").read_bytes())
    assert "contract tests: not run" not in manifest["not_checked"]


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ("package: {name: abcdefghijklmnopqrstuvwxyz1, publisher: {prefix: contoso}}", "PKG101"),
        ("package: {flow: {actions: [nothing]}}", "PKG106"),
        ("package: {environment_variables: {base: {at: /securityDefinitions/none/name}}}", "PKG107"),
    ],
)
def test_what_the_platform_would_drop_stops_it(said: str, id_: str, source: Path, run: Run) -> None:
    change(source, "operations:\n", f"{said}\noperations:\n")
    result = run("package", source, "--out", "out")
    assert result.exit_code == 1
    assert id_ in result.stdout
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("name: other", "logical name"),
        ("publisher: {prefix: cont}", "publisher's prefix"),
        ("ids: {connector: 01234567-89ab-cdef-0123-456789abcdef}", "id of the connector"),
        ("ids: {workflow: 01234567-89ab-cdef-0123-456789abcdef}", "id of the sample flow"),
        ("solution: {name: Other}", "solution's name"),
    ],
)
def test_a_changed_id_is_an_error_against_a_base(said: str, what: str, source: Path, run: Run) -> None:
    base = "out/contosoorders_certification.zip"
    assert run("package", source, "--out", "out").exit_code == 0
    assert run("package", source, "--out", "next", "--base", base).exit_code == 0
    change(source, "operations:\n", f"package: {{{said}}}\noperations:\n")
    result = run("package", source, "--out", "last", "--base", base)
    assert (result.exit_code, Path("last").exists()) == (1, False)
    assert f"PKG108: The {what} is" in result.stdout


def test_without_a_visible_operation_there_is_no_sample_flow(source: Path, run: Run) -> None:
    change(source, "  summary: Get order\n", "  summary: Get order\n  visibility: internal\n")
    result = run("package", source, "--out", "out")
    assert result.exit_code == 0, result.output
    assert tops(Path("out")) == WHOLE - {"contosoorders_certification.zip", "flow_solution"}
    assert "no certification zip, because no operation is visible" in result.stderr
    assert run("package", source, "--out", "other", "--only", "certification").exit_code == 1


def test_other_findings_are_evidence(source: Path, run: Run) -> None:
    change(source, "operations:\n", "package: {ids: {name: new_contoso-20orders}}\noperations:\n")
    assert run("package", source, "--out", "out").exit_code == 0
    found = json.loads((Path("out") / "evidence" / "findings.json").read_bytes())["findings"]
    assert {"PKG104", "PKG022"} <= {one["id"] for one in found}
    assert {one["file"] for one in found} == {"connector.yaml"}


def test_the_flow_is_the_one_that_is_declared(source: Path, run: Run) -> None:
    flow = "flow: {title: Read an order, actions: [get_order], inputs: {get_order: {order_id: 7}}}"
    change(source, "operations:\n", f"package: {{{flow}}}\noperations:\n")
    run("package", source, "--out", "out", "--only", "unpacked")
    (file,) = (Path("out") / "flow_solution" / "Workflows").glob("Readanorder-*.json")
    definition = json.loads(file.read_bytes())["properties"]["definition"]
    assert list(definition["triggers"]) == ["manual"]
    assert definition["actions"]["Get_order"]["inputs"]["parameters"] == {"order_id": 7}


def test_an_environment_variable_stands_in_the_solution_alone(source: Path, run: Run) -> None:
    said = "package: {publisher: {prefix: cont}, environment_variables: {host: {at: host, title: Host}}}\n"
    change(source, "operations:\n", f"{said}operations:\n")
    assert run("package", source, "--out", "out").exit_code == 0
    out = Path("out")
    definition = out / "solution" / "environmentvariabledefinitions" / "cont_host" / "environmentvariabledefinition.xml"
    assert "<defaultvalue>orders.example.com</defaultvalue>" in definition.read_text(encoding="utf-8")
    solution = json.loads(next((out / "solution").rglob("*_openapidefinition.json")).read_bytes())
    assert solution["host"] == '@environmentVariables("cont_host")'
    settings = json.loads((out / "deployment-settings.json").read_bytes())
    assert settings["EnvironmentVariables"] == [{"SchemaName": "cont_host", "Value": "orders.example.com"}]
    flow = json.loads(next((out / "flow_solution").rglob("*_openapidefinition.json")).read_bytes())
    assert flow["host"] == "orders.example.com"
    assert [one.id for one in judge.findings(out / "contosoorders_solution.zip") if one.id.startswith("PKG")] == [
        "PKG022"
    ]


OAUTH = """\
credentials:
  token:
    type: oauthSetting
    oauth:
      {identity_provider: github, client_id: abc, scopes: [orders, "read all"]}
package:
  publisher: {prefix: cont}
  environment_variables:
    client_secret: {at: /connectionParameters/token/oAuthSettings/clientSecret, description: Of the app}
    scope: {at: /connectionParameters/token/oAuthSettings/scopes/1}
    both: {at: [host, /connectionParameters/token/oAuthSettings/clientId]}
"""


@pytest.fixture
def signed_in(source: Path) -> Path:
    """The small source with OAuth, and a secret, an item of an array and two places as variables."""
    change(source, "credentials: {api_key: {type: securestring, label: API key, role: api_key}}\n", OAUTH)
    change(source, "authentication: {key: {type: apiKey, in: header, name: X-Key}}\n", "")
    change(source, "client_id: abc", "client_id: orders.example.com")
    return source


def test_a_secret_has_a_definition_without_a_value(signed_in: Path, run: Run) -> None:
    assert run("package", signed_in, "--out", "out").exit_code == 0
    out = Path("out")
    parameters = json.loads(next((out / "solution").rglob("*_connectionparameters.json")).read_bytes())
    settings = parameters["token"]["oAuthSettings"]
    assert settings["clientSecret"] == '@environmentVariables("cont_client_secret")'
    assert settings["scopes"] == ["orders", '@environmentVariables("cont_scope")']
    assert settings["clientId"] == '@environmentVariables("cont_both")'
    folder = out / "solution" / "environmentvariabledefinitions"
    text = (folder / "cont_client_secret" / "environmentvariabledefinition.xml").read_text(encoding="utf-8")
    assert "<type>100000005</type>" in text and "defaultvalue" not in text
    text = (folder / "cont_scope" / "environmentvariabledefinition.xml").read_text(encoding="utf-8")
    assert "<type>100000000</type>" in text and "<defaultvalue>read all</defaultvalue>" in text
    rows = json.loads((out / "deployment-settings.json").read_bytes())["EnvironmentVariables"]
    assert {row["SchemaName"]: row["Value"] for row in rows} == {
        "cont_both": "orders.example.com",
        "cont_client_secret": "",
        "cont_scope": "read all",
    }
    install = (out / "INSTALL.md").read_text(encoding="utf-8")
    assert "(`cont_client_secret`): Of the app" in install
    assert "reads it from the environment variable `cont_client_secret`" in install
    assert "`pac solution import --path contosoorders_solution.zip --settings-file deployment-settings.json`" in install
    assert "enter the client ID and the client secret" not in install and "secret again" not in install
    plain = next((out / "flow_solution").rglob("*_connectionparameters.json")).read_text(encoding="utf-8")
    assert "clientSecret" not in plain and "environmentVariables" not in plain


def test_variables_of_every_kind_come_back(signed_in: Path, run: Run, tmp_path: Path) -> None:
    assert run("package", signed_in, "--out", "out").exit_code == 0
    assert run("import", "out/solution", "--out", "again").exit_code == 0
    assert run("package", "again", "--out", "last").exit_code == 0
    for file in sorted(Path("out/solution").rglob("*.*")):
        assert (Path("last") / file.relative_to("out")).read_bytes() == file.read_bytes(), file
    assert run("diff", "out/solution", signed_in, "--fail-on", "advice").exit_code == 0
    assert run("package", signed_in, "--verify", "out/contosoorders_solution.zip").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("clientSecret,", "clientSecret, type: text,", "PKG109"),
        ("[host, /", "[base_path, /", "PKG107: The environment variable 'both' would replace different values."),
        ("scopes/1", "scopes/7", "PKG107: The environment variable 'scope' would replace"),
        ("/token/oAuthSettings/clientSecret", "/other/oAuthSettings/clientSecret", "PKG107"),
        ("scopes/1}", "scopes/1, type: number}", "FMT-enum"),
    ],
)
def test_what_is_wrong_with_a_variable_is_a_finding(old: str, new: str, said: str, signed_in: Path, run: Run) -> None:
    change(signed_in, old, new)
    result = run("package", signed_in, "--out", "out")
    found = Path("out/evidence/findings.json")
    assert said in (found.read_text(encoding="utf-8") if found.exists() else result.stdout), result.output


def test_texts_of_a_source_are_escaped_in_xml(source: Path, run: Run) -> None:
    change(source, "connector: Contoso Orders", "connector: 'Contoso <&\"'' Orders'")
    assert run("package", source, "--out", "out").exit_code == 0
    text = next(Path("out", "solution", "Connectors").glob("*.xml")).read_text(encoding="utf-8")
    assert "<displayname>Contoso &lt;&amp;&#34;&#39; Orders</displayname>" in text


@pytest.mark.parametrize(
    ("name", "text", "id_"),
    [
        ("INSTALL.md.j2", "{{ nothing }}", "TPL001"),
        ("solution.xml.j2", "<a>\n<b></a>", "solution.xml.j2:2:1: error TPL001"),
        ("connector.xml.j2", "none", "connector.xml.j2:1:1: error TPL001"),
        ("workflow.data.xml.j2", "", "workflow.data.xml.j2:1:1: error TPL001"),
        ("parts.xml.j2", "", "parts.xml.j2:1:1: error TPL001: The template cannot be rendered: it does not define"),
        ("solution.xml.j2", "<ImportExportXml />", "PKG017"),
    ],
)
def test_a_template_of_the_source_that_spoils_the_package_stops_it(
    name: str, text: str, id_: str, source: Path, run: Run
) -> None:
    (source / "templates" / "package").mkdir(parents=True)
    (source / "templates" / "package" / name).write_text(text, encoding="utf-8")
    result = run("package", source, "--out", "out")
    assert (result.exit_code, Path("out").exists()) == (1, False)
    assert id_ in result.stdout


def test_a_call_without_a_folder_is_refused(source: Path, run: Run) -> None:
    assert run("package", source).exit_code == 2
    assert run("package", source, "--verify", "x.zip", "--out", "out").exit_code == 2
    assert run("package", source, "--verify", "x.zip").exit_code == 2


def test_a_package_is_checked_and_not_fixed(source: Path, run: Run) -> None:
    run("package", source, "--out", "out")
    result = run("check", "out/contosoorders_certification.zip", "--format", "json")
    found = json.loads(result.stdout)["findings"]
    assert all(one["file"].startswith("out/contosoorders_certification.zip!package.zip!") for one in found)
    assert result.exit_code == 1
    fixed = run("check", "out/contosoorders_certification.zip", "--fix")
    assert (fixed.exit_code, "cannot be fixed" in fixed.stderr) == (2, True)
