#!/bin/sh
# Installs the build into a directory of its own and uses it from there as a stranger would: the example
# program compiled through pkg-config and run, the binary, the man page.
# usage: check_installed.sh SOURCE_ROOT BUILD_ROOT COMPILER [COMPILER_ARGUMENT...]
set -eu
source_root=$1
build_root=$2
shift 2

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
DESTDIR=$root meson install -C "$build_root" --no-rebuild --quiet

pc=$(find "$root" -name froe.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
PKG_CONFIG_LIBDIR=$(dirname "$pc"):$(pkg-config --variable pc_path pkg-config)
export PKG_CONFIG_LIBDIR
libdir=$(dirname "$(find "$root" -name 'libfroe.so' | head -n 1)")

# The .pc file speaks of the prefix; the files lie below $root.
flags=$(pkg-config --cflags froe | sed "s|-I$prefix|-I$root$prefix|g")
"$@" -std=c17 -Wall -Wextra -Werror "$source_root/examples/mine_stdin.c" -I"$root$prefix/include" \
    $flags -L"$libdir" -lfroe -o "$root/mine_stdin"
cat >"$root/in.log" <<'END'
2026-04-20T14:23:01Z ERROR pay: Connection refused 10.0.0.5:5432 after 30s
2026-04-20T14:23:02Z ERROR pay: Connection refused 10.0.0.6:5432 after 31s
END
LD_LIBRARY_PATH=$libdir "$root/mine_stdin" <"$root/in.log" >"$root/out"
grep -q '2  error  Connection refused <IP> after <DUR>$' "$root/out" || {
    echo "unexpected output of the example:" >&2
    cat "$root/out" >&2
    exit 1
}

# Nothing but the public interface is exported.
if nm -D --defined-only "$libdir/libfroe.so" | awk '{ print $3 }' | grep -v -e '^froe_version' \
    -e '^froe_miner_' -e '^froe_snapshot_' -e '^__' -e '^_' -e '^$'; then
    echo "the shared library exports more than froe.h" >&2
    exit 1
fi

froe=$(find "$root" -path '*/bin/froe')
"$froe" --version
"$froe" scan --format ndjson "$root/in.log" | grep -q '"count":2'
echo "the installed library, example and binary work"
