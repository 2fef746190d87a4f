# Two commands: `make chat` starts an interview here, `make test` runs every test this machine can run.
PYTHON ?= python3
VENV ?= .venv
ARGS ?=
BIN = $(VENV)/bin

.PHONY: chat test check clean

chat: $(VENV)/.local
	@$(BIN)/interviewer chat $(ARGS)

test: $(VENV)/.dev
	@$(BIN)/python -m tests.run $(ARGS)

check: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

$(VENV)/.local: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) local

$(VENV)/.dev: pyproject.toml install.py
	@$(PYTHON) install.py $(VENV) dev

clean:
	rm -rf $(VENV) dist build
