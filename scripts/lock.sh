#!/bin/sh
# Resolves requirements*.in anew. The locks carry hashes and no host names: they install from any index.
set -eu
cd "$(dirname "$0")/.."
lock() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
        --no-emit-index-url --constraint constraints.in --custom-compile-command "make lock" "$@"
}
lock requirements.in --output-file requirements.txt
lock requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt
lock requirements-uv.in --output-file requirements-uv.txt
