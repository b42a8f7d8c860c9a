#!/usr/bin/env bash
# Runs a whole Multiraft in one process on this machine, without Kubernetes and without a container, in the background.
# Ends with a counter incremented through its API. `make stop` ends it.
set -euo pipefail

# shellcheck source=lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

directory=$PROJECT/.run/dev
program=$(realpath --relative-to="$PWD" "$PROJECT/e2e/run/multiraft-node")

running() { kill -0 "$(cat "$directory/pid")" 2>/dev/null; }

# Also when it has ended: there is nothing to wait for then.
answers_or_ended() { ! running || "$program" check; }

ended() { fail "$1; the end of $LOGS/dev.log:" "$(tail -n 20 "$LOGS/dev.log")"; }

"$PROJECT/e2e/run/prerequisites.sh" java
say "building the node, log in .run/logs/dev-build.log"
# shellcheck disable=SC2016 # Maven's variable, not the shell's
in_background dev-build.log mvn --batch-mode -Dstyle.color=never --no-transfer-progress --file "$PROJECT/pom.xml" -Dfast -DskipTests --also-make \
    --projects partition-node/node package dependency:copy-dependencies -DincludeScope=runtime '-DoutputDirectory=${project.build.directory}/libraries'
await_background $! dev-build.log "the build of the node"
if process=$(cat "$directory/pid" 2>/dev/null) && grep -qzF io.multiraft.node.NodeMain "/proc/$process/cmdline" 2>/dev/null; then
    say "already running, process $process"
else
    mkdir -p "$directory/data"
    say "starting multiraft-node dev, log in .run/logs/dev.log"
    "$program" dev --data "$directory/data" >"$LOGS/dev.log" 2>&1 </dev/null &
    echo $! >"$directory/pid"
    disown
fi
wait_for 60 "the node answers or has ended" answers_or_ended || ended "it does not answer"
running || ended "it ended"
printf '\n$ %s check\n' "$program"
"$program" check
printf '\n'
say "done after $SECONDS s: the API is at localhost:5678, data and log in .run. What to try next:"
cat <<EOT
    grpcurl -plaintext localhost:5678 list                  # the services, by reflection
    curl -s http://localhost:9090/metrics | grep multiraft  # what it measures of itself
    $program help
EOT
say "make stop ends it and deletes its data"
