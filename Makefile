# `make chat` starts an interview here, `make web` one in the browser, `make test` runs every test this machine can run.
PYTHON ?= python3
VENV ?= .venv
ARGS ?=
BIN = $(VENV)/bin

.PHONY: help chat web local test unit mutants check vllm clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/ \t/' | expand -t 12

chat: $(VENV)/.chat  ## An interview in the terminal, here and now (ARGS="--language zh --topic 注意力")
	@$(BIN)/interviewer chat $(ARGS)

web: $(VENV)/.chat  ## An interview in your browser, on this machine alone
	@$(BIN)/interviewer web $(ARGS)

test: $(VENV)/.dev  ## Every test this machine can run; its last lines name what was left out, and why
	@$(BIN)/python -m tests.run $(ARGS)

unit: $(VENV)/.dev  ## The rules alone: no database, no server, a minute at most
	@$(BIN)/python -m pytest -q -n auto --dist worksteal --confcutdir=tests/unit tests/unit $(ARGS)

mutants: $(VENV)/.dev  ## How many small changes to the scoring rules the unit tests notice (a quarter of an hour)
	@$(BIN)/python -m tests.mutation $(ARGS)

check: $(VENV)/.dev  ## Lint, format, types, import contracts, coding tasks
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/interviewer code check

local: $(VENV)/.local  ## Adds the embedding model for English, with torch (about 1.2 GB)

$(VENV)/.chat: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) chat

$(VENV)/.local: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) local

$(VENV)/.dev: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) dev

vllm:  ## A real vLLM for the CPU, for the tests of the judge (about 600 MB; Linux x86_64, Python 3.11)
	@$(PYTHON) -m tests.vllm.install

clean:  ## Removes environments and builds
	rm -rf $(VENV) .venv-vllm dist build
