#!/bin/sh
# Makes sure that programs which do not come from Python's packages are here, by the names of their Debian packages:
# chromium, postgresql, default-jdk-headless (Java with its compiler) and libjaxb-java (both for the validator of PDFs),
# clamav-daemon (what looks uploaded files through for malware; the tests bring their own signature), xmlsec1 (the
# organisation that the tests sign in by SAML at), debootstrap and systemd-container (both for scripts/try-install.sh,
# which boots a clean machine).
# Usage: scripts/need-debian.sh chromium postgresql
# Nothing is installed that is here already; as root on Debian the rest is installed; otherwise it says what to do.
set -eu

is_here() {
    case "$1" in
    chromium) [ -x "${CHROMIUM:-/usr/bin/chromium}" ] ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 ;;
    default-jdk-headless) java --list-modules 2>/dev/null | grep -q '^jdk\.compiler' ;;
    libjaxb-java) [ -e /usr/share/java/jaxb-runtime.jar ] ;;
    clamav-daemon) [ -x /usr/sbin/clamd ] ;;
    debootstrap) [ -x /usr/sbin/debootstrap ] ;;
    systemd-container) [ -x /usr/bin/systemd-nspawn ] ;;
    xmlsec1) [ -x /usr/bin/xmlsec1 ] ;;
    *)
        echo "need-debian.sh does not know how to look for $1." >&2
        exit 2
        ;;
    esac
}

missing=
for name in "$@"; do
    is_here "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    cat >&2 <<TEXT
Testerna behöver program som saknas:$missing. Installera dem, på Debian och Ubuntu med:
The tests need programs that are missing:$missing. Install them, on Debian and Ubuntu with:
    sudo apt-get update && sudo apt-get install --no-install-recommends$missing
TEXT
    exit 1
fi
echo "Installing$missing …"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for attempt in 1 2; do
    # shellcheck disable=SC2086 - the names are meant to be split
    if apt-get update >"$log" 2>&1 && apt-get install -y --no-install-recommends $missing >>"$log" 2>&1; then
        exit 0
    fi
    [ "$attempt" = 2 ] || sleep 5
done
cat "$log" >&2
exit 1
