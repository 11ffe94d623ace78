# Sourced by the capture scripts. Each is run as `capture/NAME.sh LOG` and writes LOG; whatever else
# it makes goes to $work, which is removed, with all processes started through `start`, at the end.
# shellcheck shell=sh
set -eu

log=$(realpath -m "$1")
work=$(mktemp -d)
started=''
mkdir -p "$(dirname "$log")"
: >"$log"

finish() {
    for process in $started; do
        kill "$process" 2>/dev/null || :
    done
    for process in $started; do
        wait "$process" 2>/dev/null || :
    done
    rm -rf "$work"
}
trap finish EXIT

# start COMMAND... : in the background until the script ends.
start() {
    "$@" &
    started="$! $started"
}

# until_true SECONDS COMMAND... : waits for a server to answer.
until_true() {
    tries=$(($1 * 5))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || {
            echo "capture: not there in time: $*" >&2
            exit 1
        }
        sleep 0.2
    done
}

# packages PACKAGE... : installs what is missing, without starting its services.
packages() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' || {
            RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 \
                --no-install-recommends install "$@" >/dev/null
            return
        }
    done
}
