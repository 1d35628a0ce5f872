#!/bin/sh
# Mutation testing of the rules. Usage: scripts/mutate.sh ['samverk.rules.notice*' …]; everything if nothing is named.
# Lists the changes that no test noticed; `.venv/bin/mutmut show NAME` shows one of them.
set -eu
cd "$(dirname "$0")/.."
# The copy of an earlier run would hide files that have been removed since.
rm -rf mutants
log=$(mktemp)
trap 'rm -f "$log"' EXIT
.venv/bin/mutmut run "$@" >"$log" 2>&1 || { tr '\r' '\n' <"$log" | tail -40 >&2; exit 1; }
tr '\r' '\n' <"$log" | tail -2
.venv/bin/mutmut results | grep -v ": not checked$" || echo "No change survived."
