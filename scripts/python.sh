#!/bin/sh
# Prints the path of the newest Python that Samverk can use (3.12 or later); says what to do if there is none.
# Besides PATH it looks among pyenv's versions, whose shims only work for the version that pyenv has chosen.
set -eu

wanted='import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))'
for candidate in \
    python3.14 "$HOME"/.pyenv/versions/3.14.*/bin/python \
    python3.13 "$HOME"/.pyenv/versions/3.13.*/bin/python \
    python3.12 "$HOME"/.pyenv/versions/3.12.*/bin/python \
    python3; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    if "$path" -c "$wanted" 2>/dev/null; then
        echo "$path"
        exit 0
    fi
done
cat >&2 <<'TEXT'
Samverk behöver Python 3.12, 3.13 eller 3.14, men ingen av dem finns här. Installera en och kör kommandot igen.
Samverk needs Python 3.12, 3.13 or 3.14, and none of them is here. Install one and run the command again.
TEXT
exit 1
