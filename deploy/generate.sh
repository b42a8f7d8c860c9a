#!/usr/bin/env bash
# Makes the chart the one source of the plain manifests: copies the generated CRDs into it, and renders from it
# deploy/rbac.yaml and deploy/operator.yaml.
#
# usage: generate.sh [--check]     with --check it changes nothing and fails when something would change
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
chart=$here/../charts/multiraft-operator
helm=${HELM:-$("$here/../charts/helm.sh")}

# A manifest without what only Helm's own book-keeping needs.
render() {
    printf '# Rendered from charts/multiraft-operator by deploy/generate.sh; change it there.\n'
    "$helm" template multiraft "$chart" --namespace multiraft-system --kube-version 1.35.0 --set crds.enabled=false "$@" |
        grep -vE '^# Source:|app.kubernetes.io/managed-by: Helm|helm.sh/chart:'
}

generate() {
    local into=$1 template
    local -a access=()
    for template in serviceaccount rbac aggregated-roles; do access+=(--show-only "templates/$template.yaml"); done
    mkdir -p "$into/crds"
    cp "$here"/crds/*.yaml "$into/crds/"
    render "${access[@]}" >"$into/rbac.yaml"
    render --show-only templates/deployment.yaml --show-only templates/metrics.yaml >"$into/operator.yaml"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
generate "$scratch"
if [[ ${1:-} == --check ]]; then
    drift=0
    diff -ru "$chart/files/crds" "$scratch/crds" || drift=1
    diff -u "$here/rbac.yaml" "$scratch/rbac.yaml" || drift=1
    diff -u "$here/operator.yaml" "$scratch/operator.yaml" || drift=1
    ((drift == 0)) || echo "deploy and charts disagree, as shown; run deploy/generate.sh and commit what it changes" >&2
    exit "$drift"
fi
rm -rf "$chart/files/crds"
mkdir -p "$chart/files"
cp -R "$scratch/crds" "$chart/files/crds"
cp "$scratch/rbac.yaml" "$scratch/operator.yaml" "$here/"
echo "generated: $chart/files/crds, $here/rbac.yaml, $here/operator.yaml"
