#!/bin/sh
# Everything that can be said about the code without running the product's tests. Stops at the first complaint.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
SAMVERK_HOME=$(mktemp -d)
export SAMVERK_HOME
trap 'rm -rf "$SAMVERK_HOME"' EXIT

step() {
    echo "--- $*"
    "$@"
}
step $bin/ruff check --quiet .
step $bin/ruff format --check --quiet .
step $bin/mypy --strict --no-error-summary
step $bin/lint-imports --no-logo
step $bin/deptry --no-ansi .
step $bin/python -W error manage.py makemigrations --check --dry-run
step env SAMVERK_HTTPS=1 $bin/python -W error manage.py check --deploy --fail-level WARNING
