# kefu: everything sets itself up. Two commands to know: make sandbox, make test.

SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready
ROOMS := bots handlers storage config tests
# One more than most machines of CI have cores: a test that waits for a platform or a program leaves its core to another.
TESTERS := 3
# The tests start hundreds of programs: each would compile everything anew where this is set.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup sandbox test picture check format schema constraints vendor bench clean

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## Make the virtual environment in .venv

$(READY): pyproject.toml constraints.txt .ci/venv
	@.ci/venv $(VENV)
	@echo "Installing what kefu needs (once; about a minute) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

sandbox: $(READY)  ## Try everything on this machine, without any account
	@$(VENV)/bin/kefu sandbox

test: $(READY)  ## Run every test, also the ones that kill kefu, start whole programs and drive a browser
	@.ci/chromium >/dev/null
	@echo "Testing ..."
	@$(PYTHON) -m pytest -q -n $(TESTERS) --dist worksteal

picture: $(READY)  ## Take README's picture of the sandbox again
	@.ci/chromium >/dev/null
	@$(PYTHON) -m pytest -q -n 0 tests/browser/test_picture.py
	@cp build/pictures/sandbox.png tests/browser/sandbox.png

check: $(READY)  ## Check format, lint, types and our own scripts
	@echo "Checking format, lint, types, scripts ..."
	@$(PYTHON) -m ruff format --check --quiet . || { echo "make format puts it right" >&2; exit 1; }
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/kefu check --scripts scripts

format: $(READY)  ## Put the format right
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m ruff check --fix --quiet .

schema: $(READY)  ## Write config/kefu.schema.json again
	@$(PYTHON) -m config.schema

constraints: $(READY)  ## Pin the newest versions that fit pyproject.toml
	@.ci/constraints

vendor:  ## Bundle the JavaScript libraries of the sandbox's page again (needs Node.js)
	@.ci/vendor/run

bench: $(READY)  ## Measure messages a second beside bare echo bots
	@$(PYTHON) -m tests.benchmarks

clean:  ## Remove the virtual environment and everything that was made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(ROOMS) scripts -name __pycache__ -type d -prune -exec rm -rf {} +
