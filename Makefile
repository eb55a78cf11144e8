# `make test`, `make demo` and the rest work as the first command on a machine with Python 3.11+ and make.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TOOLS := .venv/.tools
BROWSER := .venv/.browser
PAGE := bot/sandbox/page
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header
CHECKED := bot tests testbed training evals $(wildcard benchmarks)

# What was compiled once is kept, whatever the shell says: every start, and there are many, is twice as quick.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help install demo run test contract year real browser screenshots page lint check bench evals train lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1|/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

install: $(READY) ## Make .venv with what the bot runs on, from the hash-locked requirements

# Asking for the version first gives a plain sentence in place of a resolver's complaint.
$(READY): requirements.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Installing what the bot runs on into .venv: a minute, once ..."
	@$(BIN)/python -c 'import pip' 2> /dev/null || $(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.txt
	@# The package itself is not copied: a path file leads to this folder, so edits count at once.
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "procurement_bot.pth").write_text(str(pathlib.Path.cwd()) + "\n")'
	@printf '#!%s\nimport sys\n\nfrom bot.cli import main\n\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/procurement-bot
	@chmod +x $(BIN)/procurement-bot
	@touch $@

# Tests, lint and measurements need more; whoever only tries or runs the bot does without.
$(TOOLS): requirements-dev.txt $(READY)
	@echo "Installing the tools of its developers into .venv ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

demo: $(READY) ## Try it: a sandbox Slack, a sandbox Odoo and the bot, on a page
	@$(BIN)/procurement-bot demo $(ARGS) || { [ $$? = 2 ] && echo 'Options go into ARGS: make demo ARGS="--port 8766"'; exit 1; }

run: $(READY) ## Run the bot with the settings of .env
	$(BIN)/procurement-bot run

test: $(TOOLS) ## Run the fast tests: no account, no network
	$(BIN)/python -m pytest -n auto --maxprocesses=8 --dist=worksteal --ignore=tests/real --ignore=tests/browser $(ARGS)

contract: $(TOOLS) ## List in words what the sandbox Slack and the sandbox Odoo are held to
	@$(BIN)/python -m tests.contract

year: $(TOOLS) ## Run a simulated year: 40 people in 5 time zones, 3,000 requests (long)
	YEAR_REQUESTS=3000 $(BIN)/python -m pytest tests/year -s $(ARGS)

real: $(TOOLS) ## Run the tests on a real Odoo, PostgreSQL and a Slack stand-in
	testbed/odoo/odoo-server setup
	testbed/slack/slack-standin install
	testbed/isolated $(BIN)/python -m pytest tests/real $(ARGS)

browser: $(BROWSER) ## Run the tests of the demo's page in Chromium (needs npm and chromium)
	$(BIN)/python -m pytest tests/browser -n 2 --dist=loadfile --timeout=180 $(ARGS)

screenshots: $(BROWSER) ## Take the README's picture of the demo's page
	$(BIN)/python -m tests.browser.picture

page: $(PAGE)/node_modules ## Build the demo's page from its sources (needs npm)
	cd $(PAGE) && npm run build

$(PAGE)/node_modules: $(PAGE)/package-lock.json
	cd $(PAGE) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(BROWSER): requirements-browser.txt $(TOOLS) $(PAGE)/node_modules
	$(INSTALL) -r requirements-browser.txt
	@touch $@

lint: $(TOOLS) ## Lint, types and import rules
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## Lint, types, import rules and the fast tests

bench: $(TOOLS) ## Measure against bare Bolt and bare RPC
	$(BIN)/python -m benchmarks $(ARGS)

evals: $(TOOLS) ## Score the reading of supplier mail and of questions on labelled ones
	$(BIN)/python -m evals.triage $(ARGS)
	$(BIN)/python -m evals.questions

train: $(TOOLS) ## Train the reading of supplier mail on the phrase bank
	$(BIN)/python -m training.promises
	$(BIN)/python -m training.triage
	$(BIN)/python -m training.dangers

lock: ## Renew the hash-locked requirements (needs uv)
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group build -c requirements-dev.txt -o requirements-build.txt
	$(LOCK) --group browser -c requirements-dev.txt -o requirements-browser.txt

clean: ## Remove .venv and caches
	rm -rf .venv $(PAGE)/node_modules artefacts .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
