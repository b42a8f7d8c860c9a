#!/usr/bin/env bash
# Builds the images of the operator and the node, as operator/target/multiraft-operator.tar and
# partition-node/node/target/multiraft-node.tar, unless they are newer than everything they are made of.
#
# With IMAGE_REGISTRY=registry.example.org/me it pushes them there as well.
set -euo pipefail

NAME=images
# shellcheck source=lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

cd "$PROJECT"
operator=operator/target/multiraft-operator.tar
node=partition-node/node/target/multiraft-node.tar
sources=(pom.xml .mvn deploy/image proto client partition-node operator)

# True if no source was changed after both were built.
up_to_date() {
    local oldest=$operator
    [[ -e $operator && -e $node ]] || return 1
    [[ $node -nt $operator ]] || oldest=$node
    [[ -z $(find "${sources[@]}" -name target -prune -o -name src -path '*/src/test' -prune -o -newer "$oldest" -print -quit) ]]
}

maven() {
    mvn --batch-mode -Dstyle.color=never --no-transfer-progress -Pimage -Dfast -DskipTests --also-make \
        --projects operator,partition-node/node "$@"
}

started=$SECONDS
if [[ -n ${IMAGE_REGISTRY:-} ]]; then
    say "building and pushing to $IMAGE_REGISTRY"
    maven "-Dimage.prefix=$IMAGE_REGISTRY/" package jib:build
elif up_to_date; then
    say "up to date: $operator $node"
    exit 0
else
    say "building $operator and $node"
    maven package
fi
say "built in $((SECONDS - started)) s: $(cd "$PROJECT" && du -h --apparent-size "$operator" "$node" | tr '\t\n' ' ')"
