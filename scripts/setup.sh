#!/bin/sh
# Makes .venv: every package pinned and checked by hash, and Samverk itself as a plain path entry (no import hook,
# which would cost every start of the command line). Safe to run at any time, also twice at once.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${SAMVERK_SETUP_LOCKED:-}" ] && command -v flock >/dev/null 2>&1; then
    SAMVERK_SETUP_LOCKED=1 exec flock .setup.lock "$0" "$@"
fi

sum() { cat "$@" | cksum; }
want_packages=$(sum requirements-dev.txt requirements-uv.txt scripts/setup.sh)
want_self=$(sum pyproject.toml samverk/__init__.py)

if [ "$(cat .venv/packages.sum 2>/dev/null || true)" != "$want_packages" ]; then
    if ! [ -x .venv/bin/python ]; then
        python=$(scripts/python.sh)
        "$python" -m venv .venv
    fi
    echo "Hämtar paket till .venv; första gången tar det någon minut. / Fetching packages into .venv." >&2
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-uv.txt
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes -r requirements-dev.txt
    echo "$want_packages" >.venv/packages.sum
fi
if [ "$(cat .venv/self.sum 2>/dev/null || true)" != "$want_self" ]; then
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
    echo "$want_self" >.venv/self.sum
fi
