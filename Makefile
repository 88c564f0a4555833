# Every target sets up what it needs. PYTHON names the interpreter (3.11 to 3.13) that the environment is made with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.PHONY: setup demo test lint format lock clean

setup: $(READY)

$(READY): requirements/lock.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" \
		|| { echo "Kizuna needs Python 3.11 to 3.13; name one with PYTHON=python3.13"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# The made-up company, from its exports to the published marts.
demo: $(READY)
	$(BIN)/kizuna demo
	$(BIN)/kizuna run

test: lint
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy
	mkdir -p target/lint/warehouse
	KIZUNA_HOME=target/lint $(BIN)/sqlfluff lint models tests
	$(BIN)/sqlfluff lint --templater raw scripts

format: $(READY)
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/ruff format scripts tests
	mkdir -p target/lint/warehouse
	KIZUNA_HOME=target/lint $(BIN)/sqlfluff fix models tests

# Needs uv. The lock holds hashes and names no package index.
lock:
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--group dev -c requirements/duckdb-1.5.txt -o requirements/lock.txt pyproject.toml

clean:
	rm -rf $(VENV) target logs .pytest_cache .mypy_cache .ruff_cache
