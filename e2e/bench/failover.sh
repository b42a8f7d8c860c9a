#!/usr/bin/env bash
# Leaders of three nodes killed under write load: for how long nobody can write, and whether a write is lost.
# Usage: e2e/bench/failover.sh [OPTION...]      such as --kills 50 --writers 64; --help lists them
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
run io.multiraft.bench.FailoverMain --node "$PROJECT" "$@"
