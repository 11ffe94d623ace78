#!/bin/sh
# Proves that a fresh Debian 12 with nothing but git and a shell is enough: makes one with
# debootstrap, clones this repository into it (what is committed, nothing else), and runs ./dev demo
# and ./dev test there. Needs root, debootstrap, and network or a mirror.
#
# usage: check_bare.sh [--keep] [--mirror URL] [DIRECTORY]
#
# DIRECTORY (default: a new one below $TMPDIR or /tmp) becomes the root; it must not hold anything.
# The mirror is the host's own, and so are apt's proxy settings.
set -eu

die() {
    printf 'check_bare: %s\n' "$*" >&2
    exit 1
}

# The first Debian mirror the host uses, in the old one-line or the new deb822 form.
host_mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed -n -e 's/^deb *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\) .*/\2/p' -e 's/^URIs: *\([^ ]*\).*/\1/p' |
        grep -E '/debian/?$' | head -n 1
}

# Only proxies: nothing else of the host's apt is wanted, least of all its credentials.
copy_proxies() {
    apt-config dump | grep -E '^Acquire::[A-Za-z]+::Proxy ' >"$1/etc/apt/apt.conf.d/90proxy" || :
}

keep=''
mirror=''
while [ $# -gt 0 ]; do
    case $1 in
    --keep) keep=yes ;;
    --mirror)
        [ $# -gt 1 ] || die '--mirror needs a URL'
        mirror=$2
        shift
        ;;
    -*) die "usage: check_bare.sh [--keep] [--mirror URL] [DIRECTORY]" ;;
    *) break ;;
    esac
    shift
done

[ "$(id -u)" -eq 0 ] || die 'must run as root'
command -v debootstrap >/dev/null 2>&1 || die 'there is no debootstrap (apt install debootstrap)'
source_root=$(cd "$(dirname "$0")/.." && pwd)
[ -n "$mirror" ] || mirror=$(host_mirror)
[ -n "$mirror" ] || mirror=http://deb.debian.org/debian
if [ $# -gt 0 ]; then
    root=$1
    mkdir -p "$root"
    [ -z "$(ls -A "$root")" ] || die "$root is not empty"
else
    root=$(mktemp -d "${TMPDIR:-/tmp}/froe-bare.XXXXXX")
fi

mounted=''
finish() {
    for place in $mounted; do umount -l "$place" || :; done
    # Never delete across a mount that is still there.
    if [ -z "$keep" ] && ! grep -q " $root/" /proc/mounts; then rm -rf "$root"; fi
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

printf 'check_bare: Debian 12 from %s in %s\n' "$mirror" "$root"
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    die 'debootstrap failed'
}
rm -f "$root.log"
copy_proxies "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc" && mounted="$root/proc"
mount --bind /dev "$root/dev" && mounted="$root/dev $mounted"
mount --bind /dev/pts "$root/dev/pts" && mounted="$root/dev/pts $mounted"

inside() {
    chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" "$@"
}

inside apt-get -qq update
inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install git \
    >/dev/null

# A bundle carries what is committed, whatever user owns the checkout.
git -C "$source_root" bundle create "$root/root/froe.bundle" HEAD >/dev/null 2>&1 ||
    die 'could not read the repository'
inside git clone -q -c advice.detachedHead=false /root/froe.bundle /root/froe

inside sh -c 'cd /root/froe && ./dev demo' || die './dev demo failed'
inside sh -c 'cd /root/froe && ./dev test' || die './dev test failed'
printf '%s\n' 'check_bare: a bare Debian 12 builds, demonstrates and tests froe'
