# Faro. `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV := .venv/bin/uv
# Empty is unset: without byte code every process would compile Airflow, dbt and Superset again.
export PYTHONDONTWRITEBYTECODE :=
# Which process takes which tests, in which order: tests/turns.py.
BY_TURNS := --dist loadgroup --no-loadscope-reorder
IN_PARALLEL := -n 2 $(BY_TURNS)
WITHOUT_CONTAINERS := --ignore=tests/compose

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: setup ## Start everything and publish the dashboard; ARGS=--once does it once and stops
	@.venv/bin/faro demo $(ARGS)

setup: .venv/ready .venv-superset/ready ## Install both environments

.venv/bin/uv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' \
		|| { echo 'Faro needs Python 3.11 or 3.12: make demo PYTHON=python3.11' >&2; exit 1; }
	@echo '… .venv'
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/ready: .venv/bin/uv requirements/pipeline.txt pyproject.toml
	@echo '… .venv: Airflow, dbt, Great Expectations'
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r requirements/pipeline.txt
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@.venv/bin/faro --help > /dev/null  # compiles what the command itself needs
	@touch $@

.venv/dev-ready: .venv/ready requirements/dev.txt
	@echo '… .venv: test tools'
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.venv-superset/ready: .venv/bin/uv requirements/superset.txt
	@echo '… .venv-superset: Superset'
	@$(UV) venv --quiet --allow-existing --python .venv/bin/python .venv-superset
	@VIRTUAL_ENV=.venv-superset $(UV) pip sync --quiet --require-hashes requirements/superset.txt
	@touch $@

test: setup .venv/dev-ready ## Run every test but those on containers, on real parts
	@.venv/bin/pytest $(IN_PARALLEL) $(WITHOUT_CONTAINERS) $(ARGS)

test-fast: .venv/dev-ready ## Run the tests that need neither the stack nor minutes, properties with a tenth of their examples
	@.venv/bin/pytest -n 3 $(BY_TURNS) $(WITHOUT_CONTAINERS) -m "not stack and not slow" --hypothesis-profile=fast $(ARGS)

test-compose: .venv/dev-ready ## Build the images, run docker-compose.yml and try it; without an engine, lint them
	@.ci/with-engine .venv/bin/pytest tests/compose $(ARGS) || { [ $$? = 125 ] && .ci/lint-compose; }

test-all: setup .venv/dev-ready ## Run every test; those on containers beside the others, where there is an engine
	@.ci/with-engine .venv/bin/pytest $(IN_PARALLEL) $(ARGS) \
		|| { [ $$? = 125 ] && .ci/lint-compose && .venv/bin/pytest $(IN_PARALLEL) $(WITHOUT_CONTAINERS) $(ARGS); }

check: .venv/dev-ready ## Lint, types, contracts, generated files
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types sql-and-contracts

types: .venv/dev-ready
	@.venv/bin/mypy

sql-and-contracts: .venv/dev-ready
	@.venv/bin/sqlfluff lint --quiet --disable-progress-bar dbt_project
	@.venv/bin/faro contract check && .venv/bin/faro derive --check

bench: setup .venv/dev-ready ## Measure start, load and transformation, as ratios side by side
	@PYTHONPATH=tests:tests/indicators:tests/end_to_end .venv/bin/python -m benchmarks $(ARGS)

lock: ## Resolve the hashed requirement files again
	@for name in bootstrap pipeline dev superset; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean: ## Remove environments and all state
	@[ ! -x .venv/bin/faro ] || .venv/bin/faro down
	@rm -rf .venv .venv-superset .faro test-results

.PHONY: help demo setup test test-fast test-compose test-all check types sql-and-contracts bench lock clean
