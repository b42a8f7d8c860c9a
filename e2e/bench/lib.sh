# shellcheck shell=bash
# What both benchmarks share: building a tree's node, and a load generator whose data goes when it ends.

# shellcheck disable=SC2034
NAME=bench
# shellcheck source=../run/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../run/lib/common.sh"

BENCH=$PROJECT/e2e/bench
REPORT=$BENCH/target/report
started=$SECONDS

# build TREE LOG MODULES: what is to be run, with its libraries beside it.
build() {
    local tree=$1 log=$2 modules=$3
    say "building $modules of $tree, log in .run/logs/$log"
    # shellcheck disable=SC2016 # Maven's variable, not the shell's
    in_background "$log" mvn --batch-mode -Dstyle.color=never --no-transfer-progress --file "$tree/pom.xml" -Dfast \
        -DskipTests --also-make --projects "$modules" package dependency:copy-dependencies \
        -DincludeScope=runtime '-DoutputDirectory=${project.build.directory}/libraries'
    builder=$!
    await_background "$builder" "$log" "the build"
    builder=
}

# Whatever happens, nothing is left behind but the report. The servers end with the load generator.
clean_up() {
    trap '' INT TERM
    for process in ${builder:-} ${generator:-}; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    [[ -z ${data:-} ]] || rm -rf "$data"
    [[ -z ${base_tree:-} ]] || git -C "$PROJECT" worktree remove --force "$base_tree" 2>/dev/null || rm -rf "$base_tree"
    git -C "$PROJECT" worktree prune
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# commit TREE: what its figures are of.
commit() {
    local changed
    changed=$(git -C "$1" status --porcelain --untracked-files=no | grep -c . || true)
    printf '%s' "$(git -C "$1" rev-parse --short HEAD)"
    ((changed == 0)) || printf ' with %s changed files' "$changed"
}

# run CLASS OPTION...: runs the load generator, on the disk that the project is on.
run() {
    mkdir -p "$BENCH/target"
    data=$(mktemp -d "$BENCH/target/data.XXXXXX")
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -XX:+UseParallelGC -cp "$BENCH/target/classes:$BENCH/target/libraries/*" \
        "$1" --data-directory "$data" "${@:2}" &
    generator=$!
    wait "$generator"
    generator=
    say "done after $((SECONDS - started)) s"
}

# generate OPTION...: compares systems.
generate() { run io.multiraft.bench.BenchMain --report "$REPORT" "$@"; }
