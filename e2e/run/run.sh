#!/usr/bin/env bash
# From sources to a sample cluster with open sessions: builds the images, picks and boots a place to run, installs the
# operator with Helm, applies the samples, increments a counter, and shows it all. Can be run again at any time.
#
# usage: run.sh [local|kind|dev|current]
set -euo pipefail

# shellcheck source=lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/target.sh
source "$PROJECT/e2e/run/lib/target.sh"
# shellcheck source=lib/install.sh
source "$PROJECT/e2e/run/lib/install.sh"

build=
# Whatever is still at work when this ends early ends with it.
trap '[[ -z $build ]] || kill "$build" 2>/dev/null || true' EXIT

show() {
    printf '\n$ %s\n' "$*"
    "$@"
}

target_choose "${1:-}"
[[ $TARGET != dev ]] || exec "$PROJECT/e2e/run/dev.sh"

"$PROJECT/e2e/run/prerequisites.sh" java
say "building the images meanwhile, log in .run/logs/images.log"
in_background images.log "$PROJECT/e2e/run/images.sh"
build=$!
target_start
await_background "$build" images.log "the build of the images"
build=
say "$(grep -o 'images: .*' "$LOGS/images.log" | tail -n 1)"
target_load
install_operator
apply_samples

show kubectl get multiraftclusters,partitions,sessions
show kubectl exec "$CLUSTER_NAME-0" -- multiraft-node check
printf '\n'
say "done after $SECONDS s. What to try next:"
[[ -z $POINT ]] || printf '    %s\n' "$POINT"
cat <<EOT
    kubectl delete pod $CLUSTER_NAME-0; kubectl get partitions --watch     # another node takes over the lead
    kubectl delete session worker; kubectl get sessions         # the session ends on all its partitions
    helm test multiraft --namespace $OPERATOR_NAMESPACE --logs    # opens a session, increments a counter
EOT
[[ $TARGET == current ]] || say "make stop removes it all"
