#!/bin/sh
# System: the parts of systemd that run without being process 1.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages systemd udev
export SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_LOCATION=1 SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_COLOR=0
keep() { timeout 60 "$@" >>"$log" 2>&1 </dev/null || :; }
mkdir -p "$work/units" "$work/root/etc" "$work/root/usr/lib"
cat >"$work/units/good.service" <<UNIT
[Unit]
Description=Good
After=network.target
[Service]
ExecStart=/bin/true
UNIT
cat >"$work/units/bad.service" <<UNIT
[Unit]
Description=Bad
Nonsense=1
Requires=missing.service
[Service]
Type=unknown
ExecStart=relative/path
User=0bad user
LimitNOFILE=many
MemoryMax=12Q
Environment=A=1 =2
[Odd]
UNIT
cat >"$work/units/tick.timer" <<UNIT
[Timer]
OnCalendar=*-*-32
OnBootSec=soon
Unit=good.service
UNIT
printf '[Socket]\nListenStream=70000\nListenDatagram=/run/x\nSocketMode=999\n' >"$work/units/odd.socket"
printf '[Mount]\nWhat=/dev/none\nWhere=/elsewhere\n' >"$work/units/some-where.mount"
for unit in "$work"/units/* /lib/systemd/system/*.service /lib/systemd/system/*.timer; do
    case $unit in *@*) continue ;; esac
    keep systemd-analyze verify --man=no --recursive-errors=no "$unit"
done
keep systemd-analyze verify --man=no default.target
keep systemd-analyze security --offline=true "$work/units/good.service"
keep systemd-analyze condition 'ConditionKernelVersion=>3' 'ConditionPathExists=/etc/none' 'ConditionACPower=|false' 'AssertUser=root'
keep systemd-analyze unit-paths
cat >"$work/tmp.conf" <<CONF
d $work/t/a 0755 root root 1d
d $work/t/b 0700 nobody nogroup -
f $work/t/a/file 0644 root root - hello
L $work/t/link - - - - /etc/hosts
z $work/t/a/* 0600 - - -
C $work/t/copy - - - - /etc/apt
p $work/t/fifo 0600
x $work/t/keep
R $work/t/gone
d $work/t/c 99999 nouser nogroup2 -
w $work/t/none - - - - text
q relative - -
Y $work/unknown - - - -
D! $work/t/d 0755 root root 1s
a+ $work/t/a - - - - u:nobody:rx
CONF
for pass in 1 2; do
    keep systemd-tmpfiles --create "$work/tmp.conf"
    touch -d '3 days ago' "$work"/t/a/old$pass "$work"/t/a/older$pass
    keep systemd-tmpfiles --clean "$work/tmp.conf"
done
keep systemd-tmpfiles --remove "$work/tmp.conf"
keep systemd-tmpfiles --create --root="$work/root"
keep systemd-tmpfiles --clean --dry-run
cat >"$work/users.conf" <<CONF
u web 990 "Web server" /srv/web
u www - "Again"
g mail2 991
m web mail2
r - 500-900
u bad+name -
u clash 990
q odd line
CONF
keep systemd-sysusers --root="$work/root" "$work/users.conf"
keep systemd-sysusers --root="$work/root" "$work/users.conf"
for subsystem in block net mem tty input; do
    for device in "/sys/class/$subsystem"/*; do
        [ -e "$device" ] || continue
        keep udevadm test "$(realpath "$device")"
        keep udevadm test-builtin path_id "$(realpath "$device")"
        keep udevadm info "$(realpath "$device")"
    done 2>/dev/null
done
printf 'ACTION=="add", NONSENSE="1"\nKERNEL=="sd*", SYMLINK+="%%k", RUN+="/bin/x", GOTO="none"\nATTR{x}=="1" MODE=\n' >"$work/1.rules"
keep udevadm verify "$work/1.rules"
keep bootctl status
keep bootctl --path="$work/root" list
keep systemd-id128 machine-id
keep systemd-id128 show "$work"
keep systemd-detect-virt
keep systemd-delta
keep systemd-escape --path /a/../b
keep systemd-sysext --root="$work/root" status
keep systemd-machine-id-setup --root="$work/root"
keep systemd-machine-id-setup --root="$work/root"
keep systemd-firstboot --root="$work/root" --hostname=box --locale=C.UTF-8 --timezone=UTC --force
keep systemd-firstboot --root="$work/root" --timezone=Nowhere/Land
keep systemd-nspawn -D "$work/root" /bin/true
keep systemd-dissect "$log"
keep systemd-mount --list
keep systemd-run --scope true
keep systemctl list-units
keep systemctl --root="$work/root" enable good.service
cp "$work"/units/* "$work/root/etc/" && mkdir -p "$work/root/etc/systemd/system" && cp "$work"/units/* "$work/root/etc/systemd/system/"
for unit in good.service bad.service none.service tick.timer odd.socket; do
    keep systemctl --root="$work/root" enable "$unit"
    keep systemctl --root="$work/root" mask "$unit"
    keep systemctl --root="$work/root" is-enabled "$unit"
    keep systemctl --root="$work/root" disable "$unit"
done
keep systemctl --root="$work/root" preset-all
keep systemctl --root="$work/root" set-default good.service
keep journalctl --root="$work/root" -n 5
keep journalctl --root="$work/root" --vacuum-size=1K
keep journalctl --root="$work/root" --verify
keep hostnamectl
keep loginctl
keep networkctl list
keep systemd-cat true
keep systemd-creds --tpm2-device= setup
keep coredumpctl list
for generator in /lib/systemd/system-generators/*; do
    mkdir -p "$work/g"
    keep "$generator" "$work/g" "$work/g" "$work/g"
done
