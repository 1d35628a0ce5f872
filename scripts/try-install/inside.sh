#!/bin/bash
# Runs as root in the machine of scripts/try-install.sh: the blocks of commands of installera.md, in their order, and
# what should be so after each. The first boot installs, uses, breaks, mends and upgrades; the second finds it running.
set -eEuo pipefail
trap 'echo "inside.sh, line $LINENO: $BASH_COMMAND"' ERR
cd /srv/try
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 HOME=/root
database=$(cat database)
site=samverk.example
home=/var/lib/samverk
cert=/etc/ssl/$site/fullchain.pem

held() { echo "✓ $1"; }
fails() { ! "$@" >/dev/null 2>&1; }
within() { # seconds, command: until it holds
    local left=$1; shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || { echo "never: $*"; return 1; }
        sleep 1
    done
}
page() { curl --silent --show-error --fail --noproxy '*' --cacert "$cert" --resolve "$site:443:127.0.0.1" "$@"; }
shows() { page --output fetched "https://$site$1" && grep -q "$2" fetched; } # to a file: grep stops at the first it finds
answers() { shows /avtal/ '<h1>'; }
up() { systemctl is-active --quiet samverk samverk-work samverk-nightly.timer nginx; }

if [ -e installed ]; then
    within 60 up
    within 30 answers
    held "after a new start of the machine everything runs by itself"
    set -a; . /etc/samverk/samverk.env; set +a
    (cd / && runuser -u samverk -- /opt/samverk/bin/samverk verify)
    held "and everything is as it was recorded"
    # "Ta bort": a copy elsewhere, and nothing is left.
    systemctl disable --now samverk samverk-work samverk-nightly.timer
    install -m 600 "$(ls -t "$home"/backups/*.zip | head -n 1)" "$HOME/samverk.zip"
    rm -r /opt/samverk /etc/samverk /etc/systemd/system/samverk* "$home"
    held "it can be taken away"
    exit 0
fi

set -x
within 60 systemctl is-active nginx
. ./guide-1.sh
held "1. user and program: packages by hash, without network"
. ./guide-2.sh
systemd-analyze verify /etc/systemd/system/samverk*.service /etc/systemd/system/samverk-nightly.timer
held "2. units and settings; systemd has nothing to remark"
if [ "$database" = postgresql ]; then
    within 60 systemctl is-active postgresql
    # As on a server where no language was chosen when PostgreSQL was installed: its own databases are not in UTF-8.
    cluster=$(pg_lsclusters --no-header | cut -d ' ' -f 1)
    pg_dropcluster --stop "$cluster" main
    env -u LANG LC_ALL=C pg_createcluster --start "$cluster" main
    . ./guide-3.sh
    sed -i 's/^#DATABASE_URL=/DATABASE_URL=/' /etc/samverk/samverk.env
    held "3. PostgreSQL"
fi
. ./guide-4.sh
within 60 up
held "4. first start: $(systemctl is-active samverk samverk-work samverk-nightly.timer | tr '\n' ' ')"
fails runuser -u nobody -- cat "$home/secret.key"
fails runuser -u nobody -- cat /etc/samverk/samverk.env
fails runuser -u nobody -- ls "$home"
[ "$(stat -c '%U %a' "$home/secret.key")" = "samverk 600" ]
held "nobody else on the machine reads the key, the settings or the folder"

install -d "/etc/ssl/$site"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$site" -addext "subjectAltName=DNS:$site" \
    -keyout "/etc/ssl/$site/privkey.pem" -out "$cert" 2>/dev/null
. ./guide-5.sh
within 30 answers
page --head "https://$site/avtal/" | grep -i '^strict-transport-security'
page --head "https://$site/avtal/" | grep -i "^content-security-policy: .*default-src 'none'\|^content-security-policy: .*'self'"
curl --silent --noproxy '*' --head --resolve "$site:80:127.0.0.1" "http://$site/avtal/" | grep -i "^location: https://$site/avtal/"
[ "$(curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' -H 'Host: other.example' http://127.0.0.1:8000/avtal/)" = 400 ]
held "the web server in front: https, http is sent there, other names are refused"

page --output /dev/null "https://$site/lank/hemligheten/" || true
page --output /dev/null "https://$site/arshjul/hemligheten.ics" || true
grep -q '"GET /avtal/' /var/log/nginx/access.log
fails grep hemligheten /var/log/nginx/access.log
held "addresses that are secret by themselves are not in the web server's log"

. ./guide-6.sh >said 2>&1 || { cat said; false; }
cat said
shows /avtal/koordination-norrort/ '<h1'
link=$(grep -o "https://$site/[^ ]*" said | head -n 1)
page --location --cookie-jar jar --cookie jar --output fetched "$link"
grep -q 'type="password"' fetched
held "5. first content, and the link where the first administrator chooses a password"

systemctl start samverk-nightly
[ "$(ls "$home"/backups/nightly-*.zip | wc -l)" = 1 ]
held "the night: verified and backed up"
install -d -o samverk -g samverk "$home/documents/ab"
echo stray | install -o samverk -g samverk -m 600 /dev/stdin "$home/documents/ab/stray"
fails systemctl start samverk-nightly
systemctl is-failed samverk-nightly
journalctl -u samverk-nightly --no-pager | grep -q stray
[ "$(ls "$home"/backups/nightly-*.zip | wc -l)" = 1 ]
rm -r "$home/documents/ab"
systemctl start samverk-nightly
held "a file that does not belong makes the night fail, says which, and leaves the copies alone"

for unit in samverk samverk-work; do
    systemctl kill --signal=SIGKILL "$unit"
    within 30 systemctl is-active "$unit"
done
within 30 answers
held "killed (SIGKILL), both come back"
if [ "$database" = postgresql ]; then
    systemctl stop postgresql
    systemctl kill --signal=SIGKILL samverk samverk-work
    sleep 20 # more than it takes systemd to give up a service that fails at once, if it may
    systemctl start postgresql
    within 60 up
    within 30 answers
    held "the database away for a while: both come back when it does"
fi
samverk-som doctor
held "doctor: $(samverk-som doctor | tail -n 1)"

. ./guide-7.sh
within 60 up
within 30 answers
held "a new version over the old"
samverk-som backup "$home/backups/by-hand.zip"
tried() { (cd / && runuser -u samverk -- env -u DATABASE_URL SAMVERK_HOME="$home/trial" /opt/samverk/bin/samverk "$@"); }
tried restore "$home/backups/by-hand.zip"
tried verify
rm -r "$home/trial"
held "a backup taken while in use is restored in a folder of its own, and is whole"
for unit in samverk samverk-work samverk-nightly; do
    systemd-analyze security --no-pager "$unit.service" | tail -n 1
done
worst=$(systemd-analyze security --no-pager --json=short samverk.service >/dev/null 2>&1 && systemd-analyze security --no-pager samverk.service | grep -o 'samverk.service: [0-9.]*' | grep -o '[0-9.]*$')
held "systemd's own judgement of what the site may do (0 safest, 10 not at all): $worst"
touch installed
