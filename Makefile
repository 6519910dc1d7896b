PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: run test ask bench gallery doctor lint
.DEFAULT_GOAL := run

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(STAMP)
	@$(BIN)/selloff run

ask: export SELLOFF_QUESTION = $(value Q)
ask: $(STAMP)
	@$(BIN)/selloff ask

doctor: $(STAMP)
	@$(BIN)/selloff doctor

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright

test: lint
	@$(BIN)/pytest -n 2

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

gallery: $(STAMP)
	@$(BIN)/python -m tests.charts.gallery
