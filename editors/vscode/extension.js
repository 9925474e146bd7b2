// Starts `connectorkit lsp` for the YAML files of a workspace that holds a source, and ends it with the window.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

function command() {
  const chosen = vscode.workspace.getConfiguration("connectorkit").get("command");
  if (chosen) return chosen;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const windows = process.platform === "win32";
  const inside = windows ? ["Scripts", "connectorkit.exe"] : ["bin", "connectorkit"];
  const own = folder && join(folder.uri.fsPath, ".venv", ...inside);
  // A program of a folder that the person does not trust is not started.
  return own && vscode.workspace.isTrusted && existsSync(own) ? own : "connectorkit";
}

async function start() {
  const run = { command: command(), args: ["lsp"], transport: TransportKind.stdio };
  client = new LanguageClient("connectorkit", "connectorkit", run, {
    documentSelector: [{ scheme: "file", language: "yaml" }],
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml,md,png,csx,toml,j2}") },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const words = `connectorkit could not be started (${run.command}). Install it, or set connectorkit.command.`;
    vscode.window.showErrorMessage(`${words} ${error instanceof Error ? error.message : ""}`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

exports.activate = async (context) => {
  const restart = vscode.commands.registerCommand("connectorkit.restart", () => stop().then(start));
  context.subscriptions.push(restart);
  await start();
};

exports.deactivate = stop;
