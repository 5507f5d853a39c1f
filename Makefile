# Every check and chore of the project; `make` lists them. CI calls the same targets.
PYTHON ?= .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help install test quick check lint types imports fix wheel eval fit screenshots bench

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

install:  ## make .venv with everything for development
	python3 -m venv .venv && .venv/bin/pip install -e ".[test,dev]"

test:  ## run all tests
	$(PYTHON) -m pytest

quick:  ## run the tests that need no model, browser or wheel (seconds)
	$(PYTHON) -m pytest -m "not model and not browser and not wheel"

check: lint types imports  ## lint, types and the import contract

lint:  ## ruff: lint and format
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:  ## mypy, strict
	$(PYTHON) -m mypy

imports:  ## imports point one way
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

fix:  ## mend what ruff can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

wheel:  ## build the wheel, with articles and model inside
	$(PYTHON) -m build --wheel

eval:  ## measure the answers on the reported questions
	$(PYTHON) -m bot eval

fit:  ## fit weights and thresholds on the other half of the questions
	$(PYTHON) -m bot eval --fit models/calibration.json

screenshots:  ## take the pictures in docs/ anew
	$(PYTHON) -m tests.web.screenshots docs

bench:  ## speed, as ratios within one run
	$(PYTHON) -m benchmarks
