#!/bin/sh
# Tries docs/handbook/installera.md on a clean machine: a minimal Debian that is booted with systemd in a container
# without network, where the commands of the guide are run as they stand there, one after another, with checks between
# (scripts/try-install/inside.sh). Then it is booted again, as after a loss of power. For SQLite and for PostgreSQL.
# Usage, as root on Debian: scripts/try-install.sh [sqlite|postgresql ...]
# Debian's packages come from where this machine gets them, Python's as a folder of wheels fetched beforehand by hash.
# What is made once is kept in $TRY_INSTALL_CACHE (/var/tmp/samverk-try-install).
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "try-install.sh boots a container, and must be run as root." >&2; exit 2; }

suite=trixie
python=3.13
cache=${TRY_INSTALL_CACHE:-/var/tmp/samverk-try-install}
base=$cache/$suite-1
wheels=$cache/wheels
scripts/need-debian.sh debootstrap systemd-container
mkdir -p "$cache"

# --- the clean machine: what Debian installs, and the packages that the guide asks for -------------------------------
if ! [ -e "$base.done" ]; then
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed -n -e 's/^URIs: *\([^ ]*\).*/\1/p' -e 's/^deb \(\[[^]]*\] \)\?\([^ ]*\).*/\2/p' | head -n 1)
    rm -rf "$base"
    echo "Debian $suite …"
    debootstrap --variant=minbase \
        --include=systemd,systemd-sysv,dbus,ca-certificates,curl,openssl,python3-venv,nginx,postgresql \
        "$suite" "$base" "$mirror" >"$base.log" 2>&1 || { tail -n 20 "$base.log" >&2; exit 1; }
    touch "$base.done"
fi

# --- a release: the wheel of what lies here, and the packages it was locked with ---------------------------------------
scripts/setup.sh
mkdir -p "$wheels"
.venv/bin/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary=:all: \
    --python-version "$python" --dest "$wheels" -r requirements.txt
release=$(mktemp -d)
trap 'rm -rf "$release" "${machine:-/nonexistent}"' EXIT
.venv/bin/uv build --quiet --wheel --no-build-isolation --out-dir "$release" .

# Boots the machine once; the service "try" does the work and ends it with its own exit code.
boot() {
    status=0
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 timeout 900 systemd-nspawn --quiet --register=no --keep-unit --private-network \
        --directory="$machine" --boot --setenv=TRY="$1" >"$cache/console.log" 2>&1 || status=$?
    code=$(cat "$machine/srv/try/code" 2>/dev/null || echo "the machine did not come so far (systemd-nspawn: $status)")
    rm -f "$machine/srv/try/code"
    if [ "$code" != 0 ]; then
        tail -n 60 "$machine/srv/try/log" >&2 || tail -n 40 "$cache/console.log" >&2
        echo "The guide does not hold ($2, $1): $code" >&2
        exit 1
    fi
    grep '^✓' "$machine/srv/try/log" || true
    : >"$machine/srv/try/log"
}

for database in "${@:-sqlite}"; do
    echo "== $database"
    machine=$cache/machine
    rm -rf "$machine"
    cp -a "$base" "$machine"
    try=$machine/srv/try
    mkdir -p "$try/wheels"
    cp "$wheels"/* "$try/wheels/"
    cp "$release"/*.whl requirements.txt scripts/try-install/inside.sh "$try/"
    # Every block of commands in the guide, numbered in their order.
    awk -v to="$try" '/^```sh$/ { n++; on = 1; next } /^```$/ { on = 0 } on { print > sprintf("%s/guide-%d.sh", to, n) }' \
        docs/handbook/installera.md
    # Packages come from a folder, as from a mirror of one's own.
    printf '[global]\nno-index = true\nfind-links = /srv/try/wheels\n' >"$machine/etc/pip.conf"
    echo "$database" >"$try/database"
    cp scripts/try-install/try.service "$machine/etc/systemd/system/try.service"
    mkdir -p "$machine/etc/systemd/system/multi-user.target.wants"
    ln -s ../try.service "$machine/etc/systemd/system/multi-user.target.wants/try.service"
    boot install "$database"
    boot again "$database"
done
