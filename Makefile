# Every target sets the environment up first (dev/setup): from a bare machine with python3, or in no time at all.
BIN := .venv/bin
# Tests that share a server or a browser stay on one worker (tests/conftest.py).
PYTEST := $(BIN)/python -m pytest --durations 10
# The packages whose types are checked strictly, those of them that exist.
PURE := $(wildcard $(addprefix src/buffycoat/,pathway library practice registry))
# The modules that write the generated documents; each says with --check, changing nothing, whether they are stale.
DOCS := tests.spec.print_docs tests.spec.coverage tests.spec.reference tests.spec.answers tests.spec.dictionary
UV := UV_SYSTEM_CERTS=1 $(BIN)/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help .venv demo test slow check fix bench docs lock

help:  ## say what can be made
	@awk -F ':.*## ' '/^[.a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

.venv:  ## build or refresh the environment; every other target does this first
	@dev/setup

demo: .venv  ## serve a believable practice and say where
	@$(BIN)/buffycoat demo

test: .venv  ## run every test but the slow ones
	@tests/peers/ensure
	@$(PYTEST) -n 2 --dist loadgroup

slow: .venv  ## run the slow tests
	@tests/peers/ensure
	@$(PYTEST) -m slow

check: .venv  ## formatting, lint, types, import rules, migrations, stale documents; changes nothing
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy $(PURE)
	$(BIN)/lint-imports
	BUFFYCOAT_DATABASE_URL=sqlite:// DJANGO_SETTINGS_MODULE=buffycoat.config.settings $(BIN)/python -m django makemigrations --check --dry-run
	@set -e; for command in $(DOCS); do $(BIN)/python -m $$command --check; done

fix: .venv  ## format, and mend what ruff can mend
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format

# One that misses its target does not keep the others from running; the end says which missed.
bench: .venv  ## run every benchmark; each prints its ratio
	@missed=; for script in benchmarks/*.py; do \
		echo "$$script"; $(BIN)/python "$$script" || missed="$$missed $$script"; \
	done; test -z "$$missed" || { echo "missed:$$missed"; exit 1; }

docs: .venv  ## write the generated documents again
	@set -e; for command in $(DOCS); do $(BIN)/python -m $$command; done

lock: .venv  ## write the locks again from pyproject.toml: newest versions, hashes, no addresses
	$(LOCK) --upgrade requirements/uv.in -o requirements/uv.txt
	$(LOCK) --upgrade pyproject.toml -o requirements/core.txt
	$(LOCK) --upgrade pyproject.toml --all-extras -c requirements/core.txt -o requirements/dev.txt
	@! grep -n '://' requirements/*.txt
