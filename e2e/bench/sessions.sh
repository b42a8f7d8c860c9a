#!/usr/bin/env bash
# Many sessions on three nodes, kept alive for a while: processor time, sessions lost, time to list them.
# Usage: e2e/bench/sessions.sh [OPTION...]      such as --sessions 100000 --minutes 30; --help lists them
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
# What a cluster that asks for 1Gi gives its nodes.
export MULTIRAFT_JAVA_FLAGS=${MULTIRAFT_JAVA_FLAGS:--Xmx736m -XX:MaxNewSize=92m}
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
run io.multiraft.bench.SessionsMain --node "$PROJECT" "$@"
