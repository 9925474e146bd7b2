"""The extension for VS Code is built and packed without an account, and contains only the files that it needs."""

from __future__ import annotations

import json
import subprocess
import zipfile

import pytest

from tests.lsp import extension
from tests.render.editor.language_server import node

# These start Node.js; make test-all runs them.
pytestmark = pytest.mark.part(0)


def test_the_extension_is_packed_with_all_that_it_needs() -> None:
    assert extension.pack() == ""
    with zipfile.ZipFile(extension.PACKED) as packed:
        names = {name.removeprefix("extension/") for name in packed.namelist() if name.startswith("extension/")}
        said = json.loads(packed.read("extension/package.json"))
        script = packed.read("extension/dist/extension.js").decode()
    assert {name.lower() for name in names} == {"package.json", "readme.md", "dist/extension.js"}
    assert said["main"] == "./dist/extension.js"
    # The client of the protocol is a part of the script; only VS Code itself is asked for.
    assert "vscode-languageclient" not in {line for line in script.splitlines() if 'require("vscode-' in line}


@pytest.mark.parametrize(("trusted", "chosen", "started"), [(True, "", ".venv"), (False, "", ""), (True, "x", "x")])
def test_the_program_of_a_folder_is_started_only_where_it_is_trusted(trusted: bool, chosen: str, started: str) -> None:
    script = f"""
    const Module = require("node:module");
    const load = Module._load;
    const vscode = {{
      workspace: {{
        isTrusted: {json.dumps(trusted)},
        workspaceFolders: [{{ uri: {{ fsPath: "/work" }} }}],
        getConfiguration: () => ({{ get: () => {json.dumps(chosen)} }}),
        createFileSystemWatcher: () => ({{}}),
      }},
      window: {{ showErrorMessage: () => undefined }},
      commands: {{ registerCommand: () => ({{}}) }},
    }};
    class LanguageClient {{
      constructor(id, name, run) {{ console.log(run.command + "|" + run.args.join(" ")); }}
      async start() {{}}
      async stop() {{}}
    }}
    Module._load = (name, ...rest) =>
      name === "vscode" ? vscode
      : name === "vscode-languageclient/node" ? {{ LanguageClient, TransportKind: {{ stdio: 0 }} }}
      : name === "node:fs" ? {{ existsSync: () => true }}
      : load(name, ...rest);
    require({json.dumps(str(extension.OWN / "extension.js"))}).activate({{ subscriptions: [] }});
    """
    done = subprocess.run([str(node()), "-e", script], capture_output=True, text=True, check=True)
    command, _, arguments = done.stdout.strip().partition("|")
    assert arguments == "lsp"
    assert command == "connectorkit" if not started else started in command
