# The first Python of 3.11 or newer that is found; another by `make PYTHON=/path/to/python3.13 ...`
NEW    := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
                    $$each -c '$(NEW)' 2>/dev/null && { echo $$each; break; }; done)
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: run ask doctor test lint bench gallery
.DEFAULT_GOAL := run

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo 'Selloff needs Python 3.11 or newer; none was found.' >&2; exit 1; }
	@echo 'Installing into $(VENV), once; this takes a minute or two.' >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(STAMP)
	@$(BIN)/selloff run

# The question reaches the program through its environment, so that quotes and `$$` in it survive.
ask: export SELLOFF_QUESTION = $(value Q)
ask: $(STAMP)
	@$(BIN)/selloff ask

doctor: $(STAMP)
	@$(BIN)/selloff doctor

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/basedpyright

test: lint
	@$(BIN)/pytest -n 2

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

gallery: $(STAMP)
	@$(BIN)/python -m tests.charts.gallery
