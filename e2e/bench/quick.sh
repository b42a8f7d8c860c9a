#!/usr/bin/env bash
# Is this tree slower than the commit before? Both run at the same time and are loaded in turns.
# Usage: e2e/bench/quick.sh [COMMIT]      default HEAD^, the parent
set -euo pipefail

# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

base=${1:-HEAD^}
commit_of_base=$(git -C "$PROJECT" rev-parse --verify --quiet "$base^{commit}") ||
    fail "'$base' is no commit here. Usage: quick.sh [COMMIT]" "Accepted: what git takes for one; default HEAD^"
"$PROJECT/e2e/run/prerequisites.sh" java
build "$PROJECT" bench-build.log partition-node/node,e2e/bench
base_tree=$(mktemp -d "${TMPDIR:-/tmp}/multiraft-bench.XXXXXX")
git -C "$PROJECT" worktree add --quiet --detach "$base_tree" "$commit_of_base"
build "$base_tree" bench-base-build.log partition-node/node
generate --node this="$PROJECT" --node "$(git -C "$PROJECT" rev-parse --short "$commit_of_base")=$base_tree" \
    --workloads COUNTER_INCREMENT,GET --callers 256 --rounds 6 --seconds 2 --warm-up-seconds 2 \
    --first-warm-up-seconds 18 --first-warm-up-seconds-at-most 18 \
    --about "This tree is $(commit "$PROJECT"), compared with $(git -C "$PROJECT" log -1 --format='%h (%s)' "$commit_of_base")."
