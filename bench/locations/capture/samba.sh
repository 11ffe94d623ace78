#!/bin/sh
# A file server at debug level 10, with smbclient as its client.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages samba smbclient
chmod 755 "$work"
for name in lock state cache pid private share; do mkdir -p "$work/$name"; done
chmod 777 "$work/share"
cat >"$work/smb.conf" <<CONF
[global]
workgroup = TEST
interfaces = 127.0.0.1
bind interfaces only = yes
smb ports = 14450
lock directory = $work/lock
state directory = $work/state
cache directory = $work/cache
pid directory = $work/pid
private dir = $work/private
ncalrpc dir = $work/lock/rpc
map to guest = bad user
guest account = nobody
log file = $work/log
max log size = 0
load printers = no
disable spoolss = yes
[share]
path = $work/share
guest ok = yes
read only = no
[readonly]
path = $work/share
guest ok = yes
[closed]
path = $work/share
valid users = anna
[missing]
path = $work/none
guest ok = yes
CONF
start smbd -F --no-process-group -s "$work/smb.conf" -d 10 >/dev/null 2>&1
until_true 20 smbclient -N -p 14450 -L //127.0.0.1 -s "$work/smb.conf"
client() { share=$1; shift; timeout 20 smbclient -N -s "$work/smb.conf" -p 14450 "//127.0.0.1/$share" "$@" >/dev/null 2>&1 || :; }
seq 1 5000 >"$work/data"
client share -c "put $work/data a.txt; ls; get a.txt /dev/null; mkdir d; cd d; put $work/data b; rename b c; allinfo c; del c; cd ..; rmdir d"
client share -c 'get none /dev/null; rmdir none; del none; mkdir a.txt; rename a.txt b.txt; del b.txt'
client share -c "put $work/data x1; put $work/data x2; stat x1; chmod 600 x1; setmode x2 +r; del x2; volume; du"
client readonly -c "ls; put $work/data no; mkdir no; del x1"
client closed -c ls
client missing -c ls
client nosuch -c ls
client share -U 'anna%secret' -c ls
client share -m NT1 -c ls
client share -m SMB2_02 -c 'ls; allinfo x1'
cp "$work/log" "$log"
