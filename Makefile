# `make` alone lists what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# More than the two cores of the smallest machine: a test waits for its database or its browser half of the time.
WORKERS ?= 3
DEMO ?= 1
export DEMO
T ?= tests

.PHONY: help setup run stop worker shell fmt lint types test test-fast kill-test race-test bench goldens clean ci lock dev-setup

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## make .venv from the hashed lock, check the native libraries
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (make PYTHON=/path/to/python3.11)."; exit 1; }
	@$(PYTHON) -P config/launch/environment.py run

dev-setup: ## the same with what tests and checks need
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (make PYTHON=/path/to/python3.11)."; exit 1; }
	@$(PYTHON) -P config/launch/environment.py dev

run: setup ## everything on one command: database, broker, demo data, web, worker, beat (PORT=, DEMO_PASSWORD=)
	@exec $(BIN)/python -m config.launch.run

stop: ## stop what this checkout left running
	@$(BIN)/python -m config.launch.stop

worker: setup ## one more worker (QUEUES=scoring,documents,default)
	@exec $(BIN)/python manage.py worker $(if $(QUEUES),--queues $(QUEUES))

shell: setup ## a Python prompt inside a tenant (TENANT=kien-giang)
	@exec $(BIN)/python manage.py tenant_shell $(TENANT)

fmt: dev-setup ## format
	@$(BIN)/ruff check --quiet --fix-only . ; $(BIN)/ruff format .

lint: dev-setup ## ruff, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: dev-setup ## mypy
	@$(BIN)/mypy

test: dev-setup ## the whole suite
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(T)

test-fast: dev-setup ## without browsers and what takes long
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not browser and not slow" $(T)

kill-test: dev-setup ## kill -9 of worker, Redis and PostgreSQL at random moments (KILLS=50 PAPERS=800)
	@KILLS=$${KILLS:-50} PAPERS=$${PAPERS:-800} $(BIN)/python -m pytest -q -s tests/jobs/test_killed_often.py \
		tests/jobs/test_papers_killed.py

race-test: dev-setup ## eight clients send the same step at once, fifty hands reach for the last place (RACES=200)
	@RACES=$${RACES:-200} $(BIN)/python -m pytest -q -s tests/dossiers/test_race.py tests/awards/test_races.py

bench: dev-setup ## measure against bare equivalents; writes var/bench.json (ONLY=part of a name)
	@$(BIN)/python -m tests.bench $(ONLY)

fuzz-api: dev-setup ## every endpoint of the API against what its description can generate
	@$(BIN)/python -m pytest -q tests/api/fuzz.py

goldens: dev-setup ## make the reference texts and pictures of documents anew
	@GOLDENS=write $(BIN)/python -m pytest -q -m "not browser" -k "golden or picture or pixel" $(T)

lock: dev-setup ## resolve the dependencies of pyproject.toml anew
	@$(BIN)/python -m config.launch.lock

clean: ## remove this checkout's state (database, files, accounts) and what tests keep
	@test ! -x $(BIN)/python || $(BIN)/python -m config.launch.stop --remove
	@rm -rf var .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage htmlcov .import_linter_cache

ci: ## what .ci/run does
	@.ci/run
