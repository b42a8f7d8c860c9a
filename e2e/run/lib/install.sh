# shellcheck shell=bash
# Brings the operator and the samples onto the cluster that kubectl points at, step by step.

OPERATOR_NAMESPACE=multiraft-system
CLUSTER_NAME=sample

install_operator() {
    say "helm upgrade --install multiraft, into namespace $OPERATOR_NAMESPACE"
    helm upgrade --install multiraft "$PROJECT/charts/multiraft-operator" --namespace "$OPERATOR_NAMESPACE" --create-namespace \
        --set "test.cluster=$CLUSTER_NAME,test.namespace=default" \
        ${IMAGE_REGISTRY:+--set "imageRegistry=$IMAGE_REGISTRY"} >"$LOGS/helm.log" 2>&1 ||
        fail "helm did not install the chart:" "$(tail -n 15 "$LOGS/helm.log")"
    if runs_other_image "$OPERATOR_NAMESPACE" multiraft-operator operator; then
        say "the operator's image is new: starting it anew"
        kubectl --namespace "$OPERATOR_NAMESPACE" rollout restart deployment/multiraft-operator >/dev/null
    fi
    # shellcheck disable=SC2317,SC2329 # called by wait_for
    progress() { pods_state "$OPERATOR_NAMESPACE"; }
    wait_for 120 "the operator is ready" operator_ready || fail "the operator is not ready:" "$(operator_trouble)"
}

# runs_other_image NAMESPACE NAME MODULE: true if a pod of that app runs another image than the one just built.
runs_other_image() {
    local digest running
    local -a built=()
    for digest in "$PROJECT/$3/target/jib-image.id" "$PROJECT/$3/target/jib-image.digest"; do built+=(-e "$(<"$digest")"); done
    running=$(kubectl --namespace "$1" get pods --selector "app.kubernetes.io/name=$2" \
        -o 'jsonpath={range .items[*]}{.status.containerStatuses[0].imageID}{"\n"}{end}' | grep .) && grep -vqF "${built[@]}" <<<"$running"
}

# What the pods of a namespace are at, in a few words, for lines of progress.
pods_state() {
    kubectl --namespace "$1" get pods --no-headers 2>/dev/null | awk '{printf "%s %s is %s", NR == 1 ? ":" : ",", $1, $3}'
}

operator_ready() {
    kubectl --namespace "$OPERATOR_NAMESPACE" rollout status deployment/multiraft-operator --timeout=1s
}

operator_trouble() {
    kubectl --namespace "$OPERATOR_NAMESPACE" get pods
    kubectl --namespace "$OPERATOR_NAMESPACE" logs deployment/multiraft-operator --tail=20 2>&1 || true
}

apply_samples() {
    say "kubectl apply -f deploy/samples/cluster.yaml -f deploy/samples/sessions.yaml, into namespace default"
    kubectl --namespace default apply -f "$PROJECT/deploy/samples/cluster.yaml" -f "$PROJECT/deploy/samples/sessions.yaml" >"$LOGS/apply.log" 2>&1 ||
        fail "kubectl did not apply the samples:" "$(tail -n 15 "$LOGS/apply.log")"
    # shellcheck disable=SC2317,SC2329 # called by wait_for
    progress() { pods_state default; }
    restart_old_nodes
    wait_for 180 "the cluster is Ready" cluster_ready || fail "the cluster is not Ready:" "$(cluster_trouble)"
    # shellcheck disable=SC2317,SC2329
    progress() { printf ': %s open' "$(kubectl --namespace default get sessions -o jsonpath='{.items[*].status.state}' | tr ' ' '\n' | grep -c '^OPENED$')"; }
    wait_for 60 "the sessions are OPENED" sessions_opened || fail "not all sessions are OPENED:" "$(kubectl --namespace default describe sessions)"
}

cluster_ready() {
    kubectl --namespace default wait --for=condition=Ready "multiraftcluster/$CLUSTER_NAME" --timeout=1s
}

cluster_trouble() {
    kubectl --namespace default get "multiraftcluster/$CLUSTER_NAME" -o yaml | sed -n '/^status:/,$p'
    kubectl --namespace default get pods,partitions
    kubectl --namespace default logs "$CLUSTER_NAME-0" --tail=20 2>&1 || true
}

# Nodes whose image was built anew since they started are started anew, as an upgrade would do it.
restart_old_nodes() {
    runs_other_image default multiraft-node partition-node/node || return 0
    say "the node image is new: starting the nodes anew, one after the other"
    kubectl --namespace default rollout restart "statefulset/$CLUSTER_NAME" >/dev/null
    wait_for 180 "the nodes are restarted" kubectl --namespace default rollout status "statefulset/$CLUSTER_NAME" --timeout=1s ||
        fail "the nodes did not come back:" "$(cluster_trouble)"
}

sessions_opened() {
    kubectl --namespace default wait --for=jsonpath='{.status.state}'=OPENED --timeout=1s -f "$PROJECT/deploy/samples/sessions.yaml"
}
