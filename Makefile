# Everything a person needs, from a fresh clone.  `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(shell command -v python$(v) 2>/dev/null)) python3)
BIN := .venv/bin
PORT ?= 5000
PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar=off -c constraints.txt

.PHONY: help setup fix check test bench bench-learning faults demo run ci docs pictures

help:  ## list what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-15s %s\n", $$1, $$2}'

.venv/.python: pyproject.toml constraints.txt
	@echo "· Creating a Python environment in .venv ($(PYTHON))"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "· Installing peruopt and what it needs (a few minutes the first time)"
	@$(PIP) -q -e .
	@$(BIN)/python -m compileall -q bot handlers peruopt storage  # the first start is as quick as the next
	@touch $@

.venv/.tools: .venv/.python
	@echo "· Installing what the tests need"
	@$(PIP) -q -e '.[test]'
	@touch $@

setup: .venv/.tools  ## install everything into .venv
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/pre-commit install >/dev/null 2>&1 || true

run: .venv/.python  ## serve the page at http://127.0.0.1:5000
	@echo "· Starting peruopt; stop it with Ctrl-C"
	@PERUOPT_WEB_PORT=$${PERUOPT_WEB_PORT:-$(PORT)} $(BIN)/python -m bot run

faults: .venv/.tools  ## publish through networks that misbehave, and count the copies
	@$(BIN)/python -m tests.faults --runs 1000 --page

demo: .venv/.python  ## play the whole job as a dialogue in this terminal
	@$(BIN)/python -m bot demo

fix: .venv/.tools  ## format the code and mend what can be mended
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

check: .venv/.tools  ## lint, types and house rules
	@echo "· ruff" && $(BIN)/ruff check . && $(BIN)/ruff format --check -q .
	@echo "· mypy --strict" && $(BIN)/mypy
	@echo "· import-linter" && $(BIN)/lint-imports

test: setup  ## run every test, offline
	@echo "· Running the tests (a few minutes)"
	@$(BIN)/python -m pytest

bench: .venv/.tools  ## measure speed and memory of every command
	@$(BIN)/python -m tests.bench

bench-learning: .venv/.tools  ## judge the forecasts and hours against their rivals
	@$(BIN)/python -m tests.bench.learning

pictures: setup  ## take the README's pictures anew, in a real browser
	@PERUOPT_PICTURES=docs/pictures $(BIN)/python -m pytest tests/e2e/test_whole_job.py tests/e2e/test_tour.py

docs: .venv/.python  ## write the page of commands, the index of handlers and the schema of a new database
	@$(BIN)/python -m bot docs

ci: check test
