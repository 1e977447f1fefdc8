# Two commands: `make demo` to try it, `make test` for everything that CI runs. Both set themselves up.

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
UNITS := tests/coaching tests/test_architecture.py tests/test_catalog.py tests/test_content_map.py tests/test_library.py tests/test_settings.py
PINNED := -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:
PIP := $(BIN)/python $(PINNED)

.PHONY: demo test unit suite test-socket soak browser pictures lint types chaos audit bench simulate format pages lock clean
.DEFAULT_GOAL := demo

demo: .venv/.ready  ## a pretend Slack, the app and a small program; prints the page's address
	@exec $(BIN)/shoulder demo

test: lint  ## everything that CI runs
	@$(MAKE) --no-print-directory --jobs 2 types suite
	@$(MAKE) --no-print-directory browser

lint: .venv/.ready-for-tests
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/shoulder prompts check

types: .venv/.ready-for-tests
	@$(BIN)/mypy bot

unit: .venv/.ready-for-tests  ## the rules, their words and the shape of the code: no server, no database, under half a minute
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal --ignore tests/coaching/test_every_zone.py $(UNITS)

suite: .venv/.ready-for-tests  ## every test but those of the page
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder --ignore tests/browser

test-socket: .venv/.ready-for-tests  ## what people do in Slack, all of it in Socket Mode
	@SHOULDER_TRANSPORT=socket $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder tests/journeys tests/slack

soak: .venv/.ready-for-tests  ## half an hour of traffic with reconnects, retries, 429s and restarts: memory, tasks, answers
	@$(BIN)/python -m tests.soak --minutes 30

browser: .venv/.ready-for-tests
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder tests/browser -rs

pictures: .venv/.ready-for-tests  ## make the pictures in docs/ anew, each that is no longer what the page shows
	@PICTURES=1 $(BIN)/python -m pytest -n0 tests/browser/test_gallery.py tests/browser/test_picture.py tests/browser/test_tour.py tests/browser/test_first_visit.py

chaos: .venv/.ready-for-tests  ## kill and pause the workers while Slack is in trouble, and count; about twenty minutes
	@$(BIN)/python -m tests.faults.chaos

pages: .venv/.ready-for-tests  ## write anew the pages that are made from code: docs/settings.md and docs/scopes.md
	@$(BIN)/python -m tests.docs.settings_page && $(BIN)/python -m tests.slack.scopes_page

audit: .venv-audit/.ready  ## list what we are built from (sbom.json), and ask by network what is known to be wrong with it
	@.ci/audit .venv-audit/bin

format: .venv/.ready-for-tests
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

.venv/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing. Debian: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv is missing. Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing what requirements.lock pins (once, about half a minute) …"
	@$(PIP) -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/.ready-for-tests: .venv/.ready requirements-test.lock requirements-sentry.lock
	@echo "Installing the test tools (once) …"
	@$(PIP) --no-compile -r requirements-test.lock
	@$(PIP) -r requirements-sentry.lock
	@touch $@

.venv-audit/.ready: requirements-audit.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing. Debian: apt-get install python3 python3-venv"; exit 1; }
	@test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	@echo "Installing the audit tools (once) …"
	@.venv-audit/bin/python $(PINNED) -r requirements-audit.lock
	@touch $@

bench: .venv/.ready-for-tests  ## measure against what others do, and write docs/performance.md anew (half an hour)
	@$(BIN)/python -m bench

simulate: .venv/.ready-for-tests  ## a year of 200 made-up caseworkers by the app's own rules, also kept in simulation/latest.txt
	@$(BIN)/python -m simulation | tee simulation/latest.txt

lock:  ## bring the lock files up to date (needs uv)
	uv pip compile pyproject.toml --group test --universal --generate-hashes --no-header --no-annotate --quiet \
		--python-version 3.11 --output-file requirements-test.lock
	uv pip compile pyproject.toml --group build --constraint requirements-test.lock --universal --generate-hashes \
		--no-header --no-annotate --quiet --python-version 3.11 --output-file requirements.lock
	uv pip compile pyproject.toml --extra sentry --constraint requirements-test.lock --universal --generate-hashes \
		--no-header --no-annotate --quiet --python-version 3.11 --output-file requirements-sentry.lock
	uv pip compile --group audit --universal --generate-hashes --no-header --no-annotate --quiet \
		--python-version 3.11 --output-file requirements-audit.lock

clean:  ## forget the demo, pictures of failed tests and what was installed; a trial in your own Slack stays (data/shoulder.db and its keys)
	rm -rf .venv .venv-audit data/demo data/pictures
