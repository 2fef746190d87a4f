# Two commands: `make chat` starts an interview here, `make test` runs every test this machine can run.
PYTHON ?= python3
VENV ?= .venv
ARGS ?=
BIN = $(VENV)/bin

.PHONY: chat test unit mutants check vllm clean

chat: $(VENV)/.local
	@$(BIN)/interviewer chat $(ARGS)

test: $(VENV)/.dev
	@$(BIN)/python -m tests.run $(ARGS)

# The rules alone: no database, no server, a minute at most.
unit: $(VENV)/.dev
	@$(BIN)/python -m pytest -q --confcutdir=tests/unit tests/unit $(ARGS)

# How many small changes to the scoring rules the unit tests notice (a quarter of an hour, one process).
mutants: $(VENV)/.dev
	@$(BIN)/python -m tests.mutation $(ARGS)

check: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/interviewer code check

$(VENV)/.local: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) local

$(VENV)/.dev: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) dev

# A real vLLM for the CPU, for the tests of the judge (about 600 MB; Linux x86_64, Python 3.11).
vllm:
	@$(PYTHON) -m tests.vllm.install

clean:
	rm -rf $(VENV) .venv-vllm dist build
