# Samverk. `make` lists what can be done; every target installs what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help setup run test check fix bench docs messages coverage mutate lock release try-install

# The state of `make run`: everything lies here, and removing the folder starts afresh.
SAMVERK_HOME ?= $(CURDIR)/.samverk
PORT ?= 8000

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with everything needed, pinned by hash
	@scripts/setup.sh

run: export SAMVERK_HOME := $(SAMVERK_HOME)
run: export SAMVERK_MAIL ?= folder
run: export SAMVERK_ADDRESS ?= http://127.0.0.1:$(PORT)
run: setup ## a running system filled with both agreements; prints address and demo accounts
	@.venv/bin/python manage.py migrate --verbosity 0
	@.venv/bin/samverk demo
	@.venv/bin/samverk work >/dev/null & worker=$$!; trap "kill $$worker 2>/dev/null" EXIT INT TERM; .venv/bin/samverk serve --port $(PORT)

test: setup ## everything proved: code checks, SQLite, PostgreSQL, browser (as CI runs it)
	@scripts/need-debian.sh chromium postgresql default-jdk-headless libjaxb-java clamav-daemon xmlsec1
	@scripts/test.sh

check: setup ## the quick part of test: code checks and the suite on SQLite, no browser
	@scripts/checks.sh
	@.venv/bin/pytest -q -m "not browser"

fix: setup ## put the code into shape: imports, simple findings, layout
	@.venv/bin/ruff check --quiet --fix . || true
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check .

bench: setup ## speed and size as ratios, as a table
	@scripts/need-debian.sh chromium postgresql
	@.venv/bin/python -m bench

docs: setup ## write again what the documents repeat from the code (tests compare them)
	@.venv/bin/python scripts/docs.py
	@.venv/bin/python scripts/write_schema.py
	@.venv/bin/python -m scripts.coverage
	@.venv/bin/python -m scripts.rights
	@.venv/bin/python -m scripts.sbom
	@.venv/bin/python -m scripts.personal

messages: setup ## bring the English catalogue in step with the Swedish texts of pages and code
	@.venv/bin/python scripts/messages.py

coverage: setup ## is every branch of the rules reached by a test? lists those that are not
	@.venv/bin/pytest -q tests/rules tests/corpus --cov=samverk.rules --cov-branch --cov-fail-under=100

mutate: setup ## which changes to the rules would no test notice? ONLY='samverk.rules.notice*' for a part
	@scripts/mutate.sh $(ONLY)

lock: setup ## new versions of all packages into the hashed locks
	@scripts/lock.sh
	@.venv/bin/python -m scripts.sbom

release: setup ## VERSION=0.2.0: move the notes in changes/ to the changelog, set the version, build the package
	@.venv/bin/python scripts/release.py "$(VERSION)"
	@.venv/bin/python -m scripts.sbom
	@.venv/bin/uv build --quiet --wheel --no-build-isolation --out-dir dist .
	@ls dist/samverk-$(VERSION)-*.whl

try-install: setup ## as root: the installation guide, run as written on a clean Debian that boots in a container
	@scripts/need-debian.sh debootstrap systemd-container
	@scripts/try-install.sh sqlite postgresql
