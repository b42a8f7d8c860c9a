#!/usr/bin/env bash
# Looks for inputs that break a fuzz target: partition-node/fuzz.sh MINUTES [TARGET...]
# MINUTES are for each target. An input that breaks one stays in the target's corpus, where `mvn verify` runs it.
set -euo pipefail
cd "$(dirname "$0")"

declare -A modules=([log-entry]=fsm [snapshot]=fsm [filter]=fsm [request]=node)
declare -A classes=(
  [log-entry]=io.multiraft.fsm.fuzz.LogEntryTarget
  [snapshot]=io.multiraft.fsm.fuzz.SnapshotTarget
  [filter]=io.multiraft.fsm.fuzz.FilterTarget
  [request]=io.multiraft.node.grpc.RequestTarget)

minutes=${1:-}
if ! [[ $minutes =~ ^[1-9][0-9]*$ ]]; then
  echo "MINUTES is \"$minutes\"; it must be a whole number from 1: the time for each target" >&2
  exit 2
fi
shift
targets=("$@")
[[ $# -gt 0 ]] || targets=(log-entry snapshot filter request)
for target in "${targets[@]}"; do
  if [[ -z ${classes[$target]:-} ]]; then
    echo "there is no target \"$target\"; there are ${!classes[*]}" >&2
    exit 2
  fi
done

mvn --batch-mode --quiet -f .. -Pfuzz -Dfast -pl partition-node/node -am test-compile \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/fuzz-classpath

failed=()
for target in "${targets[@]}"; do
  module=${modules[$target]}
  corpus=src/test/testdata/fuzz/$target
  found=target/fuzz/$target
  echo "== $target: $minutes min; what it learns is in partition-node/$module/$found"
  mkdir -p "$module/$found"
  # The search is steered by our own code and the reading of protobuf; checks for injections are not what we want.
  (cd "$module" && java -Xmx1g -cp "target/test-classes:target/classes:$(cat target/fuzz-classpath)" \
    com.code_intelligence.jazzer.Jazzer --target_class="${classes[$target]}" \
    --instrumentation_includes='io.multiraft.fsm.**:io.multiraft.node.**:com.google.protobuf.Coded*' \
    --instrumentation_excludes='io.multiraft.fsm.testing.**' --custom_hook_excludes='**' \
    --reproducer_path=target/fuzz \
    -max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=3000 -max_len=8192 -use_value_profile=1 \
    -print_final_stats=1 -artifact_prefix="$corpus/" "$found" "$corpus") || failed+=("$target")
done

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "broken: ${failed[*]}. The input is new in src/test/testdata/fuzz (git status); to see it again:" >&2
  echo "  mvn -Dfast -pl partition-node/fsm,partition-node/node -am test -Dtest='CorpusTest,RequestCorpusTest'" >&2
  exit 1
fi
