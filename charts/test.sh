#!/usr/bin/env bash
# Tests the chart without a cluster: what it renders for each of tests/values, against tests/golden; that it refuses
# each of tests/refused with the message that the file's first line expects; and that deploy/ agrees with it.
#
# usage: test.sh [--update]     with --update it rewrites tests/golden, to be read and committed
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
chart=$here/multiraft-operator
HELM=${HELM:-$("$here/helm.sh")}
export HELM
passed=0
failed=0

# check NAME COMMAND...
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'charts: FAILED %s\n%s\n' "$name" "$output" >&2
    fi
}

render() { "$HELM" template multiraft "$chart" --namespace multiraft-system --kube-version 1.35.0 "$@"; }

renders_as_before() { diff -u "$here/tests/golden/$1.yaml" <(render --values "$here/tests/values/$1.yaml"); }

is_refused() {
    local file=$1 expected output
    expected=$(sed -n '1s/^# expects: //p' "$file")
    [[ -n $expected ]] || { echo "its first line is not '# expects: MESSAGE'"; return 1; }
    if output=$(render --values "$file" 2>&1); then
        echo "was accepted; expected: $expected"
        return 1
    fi
    grep -qF -- "$expected" <<<"$output" || { printf 'expected: %s\ncame: %s\n' "$expected" "$output"; return 1; }
}

# crds_are COUNT KEPT VALUES...: so many definitions are rendered, so many of them survive an uninstall.
crds_are() {
    local count=$1 kept=$2 output
    shift 2
    output=$(render "$@")
    [[ $(grep -c '^kind: CustomResourceDefinition$' <<<"$output" || true) == "$count" ]] || { echo "not $count definitions"; return 1; }
    [[ $(grep -c 'helm.sh/resource-policy: keep' <<<"$output" || true) == "$kept" ]] || { echo "not $kept are kept"; return 1; }
}

for values in "$here"/tests/values/*.yaml; do
    name=$(basename "$values" .yaml)
    if [[ ${1:-} == --update ]]; then render --values "$values" >"$here/tests/golden/$name.yaml"; fi
    check "lint with $name" "$HELM" lint --strict --quiet --kube-version 1.35.0 "$chart" --values "$values"
    check "golden $name" renders_as_before "$name"
done
for values in "$here"/tests/refused/*.yaml; do
    check "refuses $(basename "$values" .yaml)" is_refused "$values"
done
definitions=$(find "$here/../deploy/crds" -name '*.yaml' | wc -l)
check "keeps the definitions by default" crds_are "$definitions" "$definitions"
check "lets them go where asked" crds_are "$definitions" 0 --set crds.keep=false
check "leaves them out where asked" crds_are 0 0 --set crds.enabled=false
check "deploy agrees with the chart" "$here/../deploy/generate.sh" --check

echo "charts: $passed passed, $failed failed"
((failed == 0))
