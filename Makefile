# Every target sets up what it needs. PYTHON names the interpreter (3.11 to 3.13) that the environment is made with.
PYTHON ?= python3
VENV := .venv
LOCK := requirements/lock.txt
BIN := $(VENV)/bin
BROWSER := .venv-browser
BROWSED := $(CURDIR)/target/browser
SUPERSET := .venv-superset
READY := $(VENV)/.ready
# sqlfluff's many objects that live long make Python's search for garbage slow: a third of its time.
SQLFLUFF := $(BIN)/python -c "import gc; gc.set_threshold(200000, 20, 100); \
	from sqlfluff.cli.commands import cli; cli()"
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.PHONY: setup demo test test-spark test-metrics test-duckdb-2 test-full test-browser \
	test-bi screenshots browser-report superset lint lint-python lint-staging lint-models format lock clean

setup: $(READY)

$(READY): $(LOCK) pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" \
		|| { echo "Kizuna needs Python 3.11 to 3.13; name one with PYTHON=python3.13"; exit 1; }
	@echo "making $(VENV), which takes some minutes"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# The made-up company, from its exports to the published marts and the report.
demo: $(READY)
	$(BIN)/kizuna demo
	$(BIN)/kizuna run --skip-unit-tests
	$(BIN)/kizuna report

# Lineage and descriptions of all models as one page, from the project and the published build, which is
# opened for reading only. KIZUNA_HOME names another home than data/.
.PHONY: docs
docs: $(READY)
	@test -e $${KIZUNA_HOME:-data}/published/current/kizuna.duckdb \
		|| { echo "nothing is published yet: make demo, or kizuna run"; exit 1; }
	$(BIN)/dbt --quiet docs generate --static --target published --profiles-dir profiles \
		--target-path target/docs
	@echo "$(CURDIR)/target/docs/static_index.html"

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# The same models on Spark, in an environment of its own; needs Java 17.
test-spark:
	$(MAKE) setup VENV=.venv-spark LOCK=requirements/lock-spark.txt
	.venv-spark/bin/python -m pytest tests/spark

# Every metric against the mart's own figures, with MetricFlow in an environment of its own.
test-metrics:
	$(MAKE) setup VENV=.venv-metrics LOCK=requirements/lock-metrics.txt
	.venv-metrics/bin/python -m pytest tests/metrics

# The same tests on DuckDB 2, in an environment of its own.
test-duckdb-2:
	$(MAKE) setup VENV=.venv-duckdb-2 LOCK=requirements/lock-duckdb-2.txt
	.venv-duckdb-2/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# The long forms too: 200 kills, ten times the examples, a line of 2 GiB, all data tests on Spark, the
# metrics, the report and the dashboards in a browser, and all on DuckDB 2.
test-full: lint
	KIZUNA_FULL_TESTS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	KIZUNA_FULL_TESTS=1 $(MAKE) test-spark
	$(MAKE) test-metrics
	$(MAKE) test-browser
	$(MAKE) test-bi
	$(MAKE) test-duckdb-2

# The demo's report in a headless Chromium (packages chromium and chromium-driver), in an environment
# of its own; without a browser the tests say so and skip.
test-browser: $(BROWSER)/.ready browser-report
	KIZUNA_REPORT=$(BROWSED)/report.html $(BROWSER)/bin/python -m pytest tests/browser

# The pictures of the docs; Japanese needs a font that has it (fonts-noto-cjk).
screenshots: $(BROWSER)/.ready $(SUPERSET)/.ready browser-report
	KIZUNA_REPORT=$(BROWSED)/report.html $(BROWSER)/bin/python tests/browser/screenshots.py docs/images
	KIZUNA_BI_HOME=$(BROWSED) KIZUNA_PICTURES=docs/images \
		$(SUPERSET)/bin/python -m pytest tests/bi -k every_chart_is_drawn

browser-report: $(READY)
	test -e $(BROWSED)/published/current/kizuna.duckdb || { KIZUNA_HOME=$(BROWSED) $(BIN)/kizuna demo \
		&& KIZUNA_HOME=$(BROWSED) $(BIN)/kizuna run --skip-unit-tests; }
	KIZUNA_HOME=$(BROWSED) $(BIN)/kizuna report

# Apache Superset with the dashboards over the published build, for this machine alone. It prints its
# address; Ctrl-C ends it.
superset: $(SUPERSET)/.ready
	$(SUPERSET)/bin/python dashboards/superset/serve.py

# The dashboards in a new Superset over the demo company; also needs the browser of test-browser.
test-bi: $(SUPERSET)/.ready $(READY)
	rm -rf target/bi
	KIZUNA_HOME=target/bi $(BIN)/kizuna demo
	KIZUNA_HOME=target/bi $(BIN)/kizuna run --skip-unit-tests
	KIZUNA_BI_HOME=target/bi KIZUNA_COMMAND=$(BIN)/kizuna $(SUPERSET)/bin/python -m pytest tests/bi

$(SUPERSET)/.ready: requirements/lock-superset.txt
	@echo "making $(SUPERSET), which takes some minutes"
	$(PYTHON) -m venv $(SUPERSET)
	$(SUPERSET)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/lock-superset.txt
	touch $@

$(BROWSER)/.ready: requirements/lock-browser.txt
	$(PYTHON) -m venv $(BROWSER)
	$(BROWSER)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/lock-browser.txt
	touch $@

lint: $(READY)
	$(MAKE) --jobs 2 --output-sync lint-models lint-staging lint-python

lint-python: $(READY)
	$(BIN)/ruff check dashboards scripts tests
	$(BIN)/ruff format --check dashboards scripts tests
	$(BIN)/mypy
	$(SQLFLUFF) lint --templater placeholder scripts

# Side by side, the longest first, they are faster than one linter with two processes, which hands every
# parsed file over.
lint-staging: $(READY)
	mkdir -p target/lint/staging/warehouse
	KIZUNA_HOME=target/lint/staging DBT_TARGET_PATH=target/lint/staging $(SQLFLUFF) lint \
		models/staging models/intermediate/inputs tests

lint-models: $(READY)
	mkdir -p target/lint/models/warehouse
	KIZUNA_HOME=target/lint/models DBT_TARGET_PATH=target/lint/models $(SQLFLUFF) lint \
		models/marts $(filter-out %/inputs,$(wildcard models/intermediate/*))

format: $(READY)
	$(BIN)/ruff check --fix dashboards scripts tests
	$(BIN)/ruff format dashboards scripts tests
	mkdir -p target/lint/warehouse
	KIZUNA_HOME=target/lint $(SQLFLUFF) fix models tests

# Needs uv. The locks hold hashes and name no package index.
lock:
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--group dev -c requirements/duckdb-1.5.txt -o requirements/lock.txt pyproject.toml
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--group dev -c requirements/duckdb-2.txt -o requirements/lock-duckdb-2.txt pyproject.toml
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--extra spark --group spark -c requirements/duckdb-1.5.txt -o requirements/lock-spark.txt \
		pyproject.toml
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--extra metrics --group metrics -c requirements/duckdb-1.5.txt \
		-o requirements/lock-metrics.txt pyproject.toml
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--group browser --python-version 3.11 -o requirements/lock-browser.txt
	uv pip compile --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
		--group superset --python-version 3.11 -c requirements/duckdb-1.5.txt \
		-o requirements/lock-superset.txt

clean:
	rm -rf .venv .venv-browser .venv-duckdb-2 .venv-metrics .venv-spark .venv-superset target logs \
		.pytest_cache .mypy_cache .ruff_cache
