#!/bin/sh
# The whole proof, as CI runs it: code checks, the suite on SQLite, the database's tests on PostgreSQL, the browser.
set -eu
cd "$(dirname "$0")/.."
# A worker for each core; the tests of a file stay together, because they share what was made for them.
pytest=".venv/bin/pytest -n auto --dist loadfile"
started=$(date +%s)
heading() { printf '\n=== %s (%s s)\n' "$1" "$(($(date +%s) - started))"; }

heading "code"
scripts/checks.sh
heading "SQLite"
$pytest -q -m "not browser"
heading "PostgreSQL"
scripts/with-postgres.sh $pytest -q -m "not browser" --database
heading "browser"
$pytest -q -m browser
