#!/bin/sh
# Mutation testing of the rules. Usage: scripts/mutate.sh ['samverk.rules.notice*' …]; everything if nothing is named.
# Lists the changes that neither a test nor mypy noticed; `.venv/bin/python -P scripts/mutants.py show NAME` shows one.
# docs/mutation.md says what became of each. One module takes some minutes, all of them a night.
set -eu
cd "$(dirname "$0")/.."
# The copy of an earlier run would hide files that have been removed since.
rm -rf mutants
log=$(mktemp)
trap 'rm -f "$log"' EXIT
.venv/bin/python -P scripts/mutants.py run "$@" >"$log" 2>&1 || { tr '\r' '\n' <"$log" | tail -40 >&2; exit 1; }
tr '\r' '\n' <"$log" | tail -2
.venv/bin/python -P scripts/mutants.py results | grep -Ev ": (not checked|caught by type check)$" || echo "No change survived."
