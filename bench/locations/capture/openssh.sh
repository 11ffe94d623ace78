#!/bin/sh
# sshd and ssh, both with all their messages: keys good and bad, forwarding, sftp, wrong users.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages openssh-server openssh-client
mkdir -p /run/sshd
chmod 755 "$work"
for key in host:ed25519 host2:rsa user:ed25519 user2:rsa stranger:ecdsa; do
    ssh-keygen -q -t "${key#*:}" -N '' -f "$work/${key%:*}"
done
cat "$work/user.pub" "$work/user2.pub" >"$work/keys"
printf 'not a key\n' >>"$work/keys"
port=22100
# session ARGUMENT... : one server that takes one connection, one client with these arguments.
session() {
    port=$((port + 1))
    timeout 10 /usr/sbin/sshd -d -d -d -e -f /dev/null -p "$port" -h "$work/host" -h "$work/host2" \
        -o ListenAddress=127.0.0.1 -o AuthorizedKeysFile="$work/keys" -o StrictModes=no \
        -o LogVerbose='*' -o PermitRootLogin=yes -o "${server:-UsePAM=no}" 2>"$work/server" &
    sleep 0.7
    timeout 6 ssh -v -v -v -F none -o LogVerbose='*' -o StrictHostKeyChecking=no -o BatchMode=yes \
        -o UserKnownHostsFile="$work/known" -p "$port" "$@" >/dev/null 2>"$work/client" </dev/null || :
    wait $! || :
    cat "$work/server" "$work/client" >>"$log"
}
session -i "$work/user" 127.0.0.1 true
session -i "$work/user2" 127.0.0.1 'exit 3'
session -i "$work/stranger" 127.0.0.1 true
session -i "$work/user" nobody@127.0.0.1 true
session -i "$work/user" nosuchuser@127.0.0.1 true
session -i "$work/user" -L 45001:127.0.0.1:9 -R 45002:127.0.0.1:9 127.0.0.1 'sleep 1'
session -i "$work/user" -A -X -t 127.0.0.1 'echo hi'
session -i "$work/user" -D 45003 -N 127.0.0.1
session -i "$work/user" -c none 127.0.0.1 true
session -i "$work/user" -C -c aes256-gcm@openssh.com -m hmac-sha2-512 127.0.0.1 'seq 1 20000'
session -i "$work/user" -o KexAlgorithms=diffie-hellman-group14-sha1 127.0.0.1 true
session -i "$work/user" -o KexAlgorithms=ecdh-sha2-nistp256 -o RekeyLimit=20K 127.0.0.1 'seq 1 30000'
session -i "$work/user" -o HostKeyAlgorithms=rsa-sha2-512 -o SendEnv=LANG -s 127.0.0.1 sftp
session -i "$work/user" -s 127.0.0.1 nosubsystem
session -i "$work/none" -o PreferredAuthentications=password,keyboard-interactive 127.0.0.1 true
server=MaxAuthTries=1 session -i "$work/stranger" -i "$work/user" 127.0.0.1 true
server=DenyUsers=root session -i "$work/user" 127.0.0.1 true
server='AllowGroups=staff' session -i "$work/user" 127.0.0.1 true
server='ForceCommand=/bin/false' session -i "$work/user" 127.0.0.1 true
server='PubkeyAuthentication=no' session -i "$work/user" 127.0.0.1 true
server='ChrootDirectory=/nonexistent' session -i "$work/user" 127.0.0.1 true
server='AllowTcpForwarding=no' session -i "$work/user" -R 45004:127.0.0.1:9 127.0.0.1 true
