#!/usr/bin/env bash
# Makes the lists of classes that archives are made of: src/main/image-classes.txt of the operator and the node, by
# running both from their images for a while, and src/main/classes.txt of the plugin, by running its commands against
# that node. To be run when many classes or libraries came or went: a list that is out of date costs time at the start
# and nothing else.
#
# The operator has nothing to do without a cluster: needs one on which `make run` was done, at KUBECONFIG.
#
# usage: class-list.sh [node|operator|kubectl]...      default all
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
process=
trap '[[ -z $process ]] || kill "$process" 2>/dev/null || true; rm -rf "$work"' EXIT

say() { printf 'class-list: %s\n' "$*"; }

fail() {
    printf 'class-list: error: %s\n' "$@" >&2
    exit 1
}

# unpack MODULE: the files of its image, at $work/NAME.
unpack() {
    local module=$1 name layer
    name=$(basename "$module")
    mkdir -p "$work/$name.layers" "$work/$name"
    tar xf "$project/$module/target/multiraft-$name.tar" -C "$work/$name.layers" ||
        fail "no image of $module. To build it: make images"
    for layer in "$work/$name.layers"/*.tar.gz; do tar --warning=no-unknown-keyword -xzf "$layer" -C "$work/$name"; done
}

# start NAME CLASS ARGUMENT...: as its launcher does, writing down what it loads.
start() {
    local name=$1
    shift
    cd "$work/$name/app"
    "$work/$name/opt/java/openjdk/bin/java" -XX:+UseParallelGC -Xmx160m -XX:DumpLoadedClassList="$work/$name.txt" \
        -cp @class-path "$@" >"$work/$name.log" 2>&1 &
    process=$!
}

# finish NAME MODULE: ends it in good order, which is when the list is complete.
finish() {
    local name=$1 module=$2 list
    kill "$process"
    wait "$process" || true
    process=
    list=$project/$module/src/main/image-classes.txt
    # Without what a class loader of its own made, and without lambdas: archived, they differ from build to build.
    # shellcheck disable=SC2016 # patterns
    grep -vE '^[#@]|source:|\$\$Lambda|\$Proxy[0-9]|LambdaForm' "$work/$name.txt" | LC_ALL=C sort -u >"$list"
    say "$(wc -l <"$list") lines in $list"
}

# await SECONDS WHAT COMMAND...
await() {
    local bound=$1 what=$2 end=$((SECONDS + $1))
    shift 2
    say "waiting until $what (at most $bound s)"
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS >= end)) || ! kill -0 "$process" 2>/dev/null; then
            fail "not so: $what" "$(tail -n 20 "$work"/*.log)"
        fi
        sleep 0.5
    done
}

start_node() {
    local check=$work/node/opt/java/openjdk/bin/java
    unpack partition-node/node
    start node io.multiraft.node.NodeMain dev --members 3 --data "$(mktemp -d "$work/data.XXXXXX")"
    await 180 "the node answers" "$check" -cp @class-path io.multiraft.node.NodeMain check
}

train_node() {
    start_node
    curl -sf http://localhost:9090/metrics >/dev/null
    finish node partition-node/node
}

# A kubectl that knows one pod, which is this machine.
write_kubectl() {
    mkdir -p "$work/bin"
    cat >"$work/bin/kubectl" <<'EOS'
#!/bin/sh
[ "$1" = get ] && exec echo 'sample sample-0'
printf 'Forwarding from 127.0.0.1:%d -> %d\n' 5678 5678 5680 5680
exec sleep 60
EOS
    chmod 755 "$work/bin/kubectl"
}

# Every command, each kind of output, and mistakes; a line each. What fails has loaded its classes as well.
train_kubectl() {
    local list=$project/client/kubectl/src/main/classes.txt words line=0
    start_node
    write_kubectl
    "$project/client/kubectl/install.sh" --built "$work/plugin" >/dev/null
    # Without the archive: what comes from one made before is not all of it.
    rm -f "$work/plugin/lib/kubectl-multiraft/release"
    while read -ra words; do
        line=$((line + 1))
        say "kubectl multiraft ${words[*]}"
        PATH=$work/bin:$PATH JDK_JAVA_OPTIONS="-XX:DumpLoadedClassList=$work/kubectl.$line.txt" \
            "$work/plugin/bin/kubectl-multiraft" "${words[@]}" </dev/null >"$work/kubectl.log" 2>&1 || true
    done <<'EOS'
help
help map
sesions
__complete sess
counter inc count
map put table key value
map ls table -o yaml
map rm table key
sessions
sessions -o json
session 1-1
revoke nobody
partitions
transfer 9
EOS
    kill "$process"
    wait "$process" || true
    process=
    # The classes before the lambdas that are made of them.
    cat "$work"/kubectl.*.txt | grep -v '^#' | LC_ALL=C sort -u >"$work/kubectl.all"
    { grep -v '^@' "$work/kubectl.all"; grep '^@' "$work/kubectl.all"; } >"$list"
    say "$(wc -l <"$list") lines in $list"
}

# The operator's own rights, by a token as in its pod.
as_operator() {
    local config=$work/kubeconfig server
    server=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}')
    kubectl config view --raw --minify -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' | base64 -d >"$work/ca.crt"
    kubectl --kubeconfig "$config" config set-cluster here --server "$server" --certificate-authority "$work/ca.crt" --embed-certs
    kubectl --kubeconfig "$config" config set-credentials operator \
        --token "$(kubectl --namespace multiraft-system create token multiraft-operator)"
    kubectl --kubeconfig "$config" config set-context here --cluster here --user operator
    kubectl --kubeconfig "$config" config use-context here
}

operator_acts() { kubectl wait multiraftcluster/class-list --for=condition=Ready --timeout=1s; }

train_operator() {
    kubectl delete multiraftcluster class-list --ignore-not-found || fail "no cluster with Multiraft at KUBECONFIG. To have one: make run"
    unpack operator
    kubectl --namespace multiraft-system scale deployment/multiraft-operator --replicas=0
    as_operator >/dev/null
    KUBECONFIG=$work/kubeconfig start operator io.multiraft.operator.OperatorMain serve --namespace multiraft-system
    kubectl apply -f - <<<'{apiVersion: multiraft.atomix.io/v1, kind: MultiRaftCluster, metadata: {name: class-list},
        spec: {nodes: 1, partitions: 1, replicationFactor: 1, storage: {size: 32Mi}}}'
    kubectl apply -f - <<<'{apiVersion: runtime.atomix.io/v1, kind: Session, metadata: {name: class-list},
        spec: {cluster: class-list, liveness: {type: None}}}'
    await 60 "the operator acts" operator_acts
    await 60 "the operator opens sessions" kubectl wait --for=jsonpath='{.status.state}'=OPENED --timeout=1s session/class-list
    kubectl delete session/class-list multiraftcluster/class-list
    finish operator operator
    kubectl --namespace multiraft-system scale deployment/multiraft-operator --replicas=1
}

(($#)) || set -- node operator kubectl
for program in "$@"; do
    case $program in
    node | kubectl) ;;
    operator) [[ -n ${KUBECONFIG:-} ]] || fail "KUBECONFIG is not set; accepted: that of a cluster on which make run was done" ;;
    *) fail "there is no program '$program'; accepted: node, operator, kubectl" ;;
    esac
done
for program in "$@"; do "train_$program"; done
