#!/bin/sh
# Developer's tool: all of git's traces, over local repositories, packs, hooks, submodules, failures.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages git
export HOME="$work" GIT_TRACE="$log" GIT_TRACE_SETUP="$log" GIT_TRACE_PACKET="$log" GIT_TRACE_PERFORMANCE="$log" \
    GIT_TRACE_REFS="$log" GIT_TRACE_CURL="$log" GIT_TRACE_SHALLOW="$log" GIT_TRACE_FSMONITOR="$log"
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@test GIT_COMMITTER_NAME=B GIT_COMMITTER_EMAIL=b@test GIT_TERMINAL_PROMPT=0
g() { timeout 20 git -c protocol.file.allow=always "$@" >/dev/null 2>&1 </dev/null || :; }
cd "$work"
g init one
cd one
printf '#!/bin/sh\nexit 0\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
for n in 1 2 3 4 5 6 7 8; do
    echo "line $n" >>"file $n.txt"
    g add .
    g commit -m "change number $n: it's \"quoted\""
    g branch "topic-$n"
    g tag -a "v1.$n" -m "release $n"
    g log --oneline -n "$n"
    g diff "HEAD~$n"
    g show "v1.$n"
    g rev-parse "topic-$n^{tree}"
    g checkout "none-$n"
done
g checkout topic-3
echo other >>'file 1.txt'
g commit -a -m conflict
g merge master
g merge --abort
g rebase master
g rebase --abort
g cherry-pick v1.7
g cherry-pick --abort
g stash
g stash pop
g gc
g fsck
g repack -a -d
g worktree add ../tree
g bisect start HEAD v1.1
g bisect run true
g submodule add ../one sub
g submodule update --init
g alias-that-is-not
g config alias.st 'status -s'
g config alias.hi '!echo hi'
g st
g hi
g config core.fsmonitor true
g config core.untrackedCache true
g status
g blame 'file 1.txt'
g grep line
g archive HEAD
cd ..
g clone one two
g clone --bare one three.git
g clone --depth 2 "file://$work/one" four
g clone none five
g clone http://127.0.0.1:9/none.git six
g clone "file://$work/one" seven
cd two
for n in 1 2 3; do
    echo "$n" >"new$n"
    g add .
    g commit -m "new $n"
    g push origin "HEAD:refs/heads/pushed-$n"
    g fetch --all
    g pull --rebase
    g ls-remote
done
g push origin HEAD:master
g push origin --delete pushed-1
g remote add none /nonexistent
g fetch none
g -c core.repositoryFormatVersion=9 status
g -c color.ui=odd status
g difftool --no-prompt
g help -a
