#!/bin/sh
# Runs a command with DATABASE_URL pointing at a PostgreSQL of its own, in a temporary folder, gone afterwards.
# Usage: scripts/with-postgres.sh COMMAND [ARGUMENT …]
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ]; then
    bin=$(dirname "$(command -v initdb || true)")
fi
[ -x "$bin/initdb" ] || {
    echo "PostgreSQL saknas (initdb hittas inte). / PostgreSQL is missing (initdb not found)." >&2
    exit 1
}

folder=$(mktemp -d)
as=
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    chown postgres "$folder"
    as="runuser -u postgres --"
fi
stop() {
    $as "$bin/pg_ctl" -D "$folder/data" -w -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

$as "$bin/initdb" -D "$folder/data" -A trust -U samverk -E UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=sv-SE >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
rm -f "$folder.log"
# No durability: the data is thrown away when the command ends. No port either, only a socket in the folder, so that
# any number of runs can go on beside each other.
$as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-k $folder -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    start >/dev/null || { cat "$folder/log" >&2; exit 1; }

DATABASE_URL="postgresql://samverk@/postgres?host=$folder"
export DATABASE_URL
"$@"
