# `make test`, `make demo` and the rest work as the first command on a machine with Python 3.11+ and make.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header
CHECKED := bot tests testbed $(wildcard benchmarks)

.DEFAULT_GOAL := help
.PHONY: help install run test real lint check bench lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

install: $(READY) ## Make .venv from the hash-locked requirements

# Asking for the version first gives a plain sentence in place of a resolver's complaint.
$(READY): requirements-dev.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -c 'import pip' 2> /dev/null || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@# The package itself is not copied: a path file leads to this folder, so edits count at once.
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "procurement_bot.pth").write_text(str(pathlib.Path.cwd()) + "\n")'
	@printf '#!%s\nimport sys\n\nfrom bot.cli import main\n\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/procurement-bot
	@chmod +x $(BIN)/procurement-bot
	@touch $@

run: $(READY) ## Run the bot with the settings of .env
	$(BIN)/procurement-bot run

test: $(READY) ## Run the fast tests: no account, no network
	$(BIN)/python -m pytest --ignore=tests/real $(ARGS)

real: $(READY) ## Run the tests on a real Odoo, PostgreSQL and a Slack stand-in
	testbed/odoo/odoo-server setup
	testbed/slack/slack-standin install
	testbed/isolated $(BIN)/python -m pytest tests/real $(ARGS)

lint: $(READY) ## Lint, types and import rules
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## Lint, types, import rules and the fast tests

bench: $(READY) ## Measure against bare Bolt and bare RPC
	$(BIN)/python -m benchmarks $(ARGS)

lock: ## Renew the hash-locked requirements (needs uv)
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group build -c requirements-dev.txt -o requirements-build.txt
	$(LOCK) --group browser -c requirements-dev.txt -o requirements-browser.txt

clean: ## Remove .venv and caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
