#!/usr/bin/env bash
# Everything that can be tested: the scripts, the chart, every module with its gates, the images, and all of it together
# on a local cluster. Ends with one line that counts, and fails when anything failed.
set -euo pipefail

# shellcheck disable=SC2034
NAME='test'
# shellcheck source=lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

cd "$PROJECT"
run_dir=$PROJECT/.run/test
# Reports older than this file are of another run.
start=$PROJECT/.run/test-started
boot=
passed=0
failed=0
skipped=0

# Whatever happens, no cluster is left behind.
finish() {
    [[ -z $boot ]] || kill "$boot" 2>/dev/null || true
    rm -f "$start"
    [[ ! -e $run_dir ]] || e2e/cluster/down.sh --run-dir "$run_dir"
}

# part NAME COMMAND...: a part that counts as one test.
part() {
    local name=$1 started=$SECONDS
    shift
    say "$name"
    if "$@"; then
        passed=$((passed + 1))
        say "$name: passed, $((SECONDS - started)) s"
    else
        failed=$((failed + 1))
        say "$name: FAILED, $((SECONDS - started)) s"
    fi
}

lint_scripts() {
    local -a scripts
    command -v shellcheck >/dev/null || { echo "no 'shellcheck' on the PATH; on Debian: apt-get install shellcheck"; return 1; }
    mapfile -t scripts < <(find .ci charts client deploy e2e operator partition-node -name target -prune -o -type f -print0 |
        xargs -0 grep -lE '^#!.*\b(ba)?sh$|^# shellcheck shell')
    shellcheck --external-sources "${scripts[@]}"
}

# Adds up what the reports of Surefire and Failsafe say that this run has written.
count_reports() {
    local since=$1 sums
    sums=$(find . -path '*/target/*-reports/TEST-*.xml' -newer "$since" -exec grep -hE '<testsuite ' {} + |
        grep -oE ' (tests|errors|failures|skipped)="[0-9]+"' | tr -d ' "' |
        awk -F= '{sum[$1] += $2} END {bad = sum["errors"] + sum["failures"]
            print sum["tests"] - bad - sum["skipped"], bad + 0, sum["skipped"] + 0}')
    passed=$((passed + $(cut -d' ' -f1 <<<"$sums")))
    failed=$((failed + $(cut -d' ' -f2 <<<"$sums")))
    skipped=$((skipped + $(cut -d' ' -f3 <<<"$sums")))
}

maven() { mvn --batch-mode --no-transfer-progress --fail-at-end "$@" verify; }

e2e/run/prerequisites.sh test
e2e/cluster/tools.sh
mkdir -p "$PROJECT/.run"
trap finish EXIT
touch "$start"

if obstacle=$(e2e/run/prerequisites.sh local); then
    say "booting a local cluster meanwhile, log in .run/logs/test-cluster.log"
    in_background test-cluster.log e2e/cluster/up.sh --run-dir "$run_dir"
    boot=$!
fi
part "scripts are clean" lint_scripts
part "the chart and deploy/" charts/test.sh
if [[ -n $boot ]]; then
    await_background "$boot" test-cluster.log "the local cluster"
    boot=
    export MULTIRAFT_CLUSTER_RUN_DIR=$run_dir
    part "modules, images and end-to-end tests" maven -Pimage,e2e
else
    skipped=$((skipped + 1))
    part "modules and images" maven -Pimage
    say "NOT RUN: the end-to-end tests, because a local cluster cannot run here: $obstacle"
fi
count_reports "$start"
say "done after $SECONDS s"
echo "total: $passed passed, $failed failed, $skipped skipped"
((failed == 0))
