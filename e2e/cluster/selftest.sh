#!/usr/bin/env bash
# Boots clusters in a temporary folder, uses them as the end-to-end tests do, breaks them, and looks for what they leave.
# Takes some two minutes. Usage: selftest.sh
set -euo pipefail

# shellcheck source=lib/all.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/all.sh"
# shellcheck source=selftest/checks.sh
source "$CLUSTER_HOME/selftest/checks.sh"
# shellcheck source=selftest/traces.sh
source "$CLUSTER_HOME/selftest/traces.sh"

FOLDER=$(mktemp -d)
RUN_DIR=$FOLDER/first

clean_up() {
    local run_dir
    for run_dir in "$FOLDER"/*/; do "$CLUSTER_HOME/down.sh" --run-dir "$run_dir" >/dev/null || true; done
    rm -rf --one-file-system "$FOLDER"
}

test_boot() {
    check "a cluster boots" cluster up
    check "starting it again changes nothing" timeout 2 "$CLUSTER_HOME/up.sh" --run-dir "$RUN_DIR"
    eval "$(cluster env)"
    check "it knows its nodes" equal "node1 node2 node3" field nodes '.items[*].metadata.name'
    check "each node is in a zone of its own" \
        equal "zone-a zone-b zone-c" field nodes '.items[*].metadata.labels.topology\.kubernetes\.io/zone'
}

test_bad_input() {
    check "an unknown option is refused" fails_saying "unknown option --rundir" "$CLUSTER_HOME/up.sh" --rundir x
    check "a folder of somebody else is not taken" fails_saying "is no run directory" "$CLUSTER_HOME/up.sh" --run-dir /etc
    check "nor deleted" fails_saying "is no run directory" "$CLUSTER_HOME/down.sh" --run-dir /etc
    check "an unknown node is refused" fails_saying "Accepted: node1 node2 node3" cluster cut node4
    check "a missing image is refused" fails_saying "cannot read /nowhere.tar" cluster load /nowhere.tar
}

test_pods() {
    kubectl label namespace default pod-security.kubernetes.io/enforce=restricted >/dev/null
    kubectl apply -f "$CLUSTER_HOME/selftest/workload.yaml" >/dev/null
    check "three restricted pods with volumes become ready" kubectl rollout status statefulset/members --timeout 60s
    check "they are on three nodes" \
        equal "node1 node2 node3" kubectl get pods --sort-by .spec.nodeName --no-headers -o custom-columns=:.spec.nodeName
    check "logs are there" equal serving kubectl logs members-2
    check "a port is forwarded" forward members-1 members-1
    kubectl delete pod members-0 >/dev/null
    check "a deleted pod comes back" kubectl rollout status statefulset/members --timeout 60s
    check "and has its data" equal "members-0 members-0" in_pod members-0 cat /data/index.html
    check "its volume is a folder on its node" test -s \
        "$RUN_DIR/volumes/$(field pod/members-0 .spec.nodeName)/$(field pvc/data-members-0 .spec.volumeName)/index.html"
}

test_network() {
    check "a pod finds another by its name" in_pod members-0 nslookup members-2.members.default.svc.cluster.local
    check "a pod reaches another by its short name" equal members-1 in_pod members-0 wget -qO- http://members-1.members:8080/
    check "a pod reaches a Service" in_pod members-1 wget -qO- http://front/
    check "a name outside the cluster is unknown" fails_saying NXDOMAIN in_pod members-1 nslookup -type=a example.com
    check "the host reaches a pod" equal members-1 timeout 5 busybox wget -qO- "http://$(field pod/members-1 .status.podIP):8080/"
    check "the host reaches a Service" timeout 5 busybox wget -qO- "http://$(field service/front .spec.clusterIP)/"
    check "a command runs within a node" cluster enter node2 ip address show to "$(node_address node2)" dev eth0
}

test_images() {
    local image=multiraft.local/selftest:1 node
    mkdir "$FOLDER/image"
    tar -C "$FOLDER/image" -xf "$RUN_DIR/busybox.tar"
    sed -i "s#$BUSYBOX_IMAGE#$image#" "$FOLDER/image/manifest.json"
    tar -C "$FOLDER/image" -cf "$FOLDER/image.tar" .
    rm -rf "$FOLDER/image"
    check "an image is loaded" cluster load "$FOLDER/image.tar"
    for node in "${NODES[@]}"; do
        check "$node has it" equal "$image" cluster enter "$node" ctr --namespace k8s.io images list --quiet "name==$image"
    done
}

test_cut() {
    local since=$SECONDS
    check "a node is cut off" cluster cut node2
    check "it counts as lost within a minute" node_condition node2 Unknown 60
    say "   after $((SECONDS - since)) s"
    check "it is put back" cluster heal node2
    check "it is ready within a minute" node_condition node2 True 60
    check "another is cut off" cluster cut node3
    check "it counts as lost, too" node_condition node3 Unknown 60
    check "starting the cluster again puts it back" cluster up
    check "without losing anything" equal "members-0 members-0" in_pod members-0 cat /data/index.html
}

test_neighbour() {
    local first=$RUN_DIR
    check "a second cluster boots beside the first" "$CLUSTER_HOME/up.sh" --run-dir "$FOLDER/second"
    check "its pods are not those of the first" \
        equal "" kubectl --kubeconfig "$FOLDER/second/kubeconfig" get pods --no-headers
    check "it ends" "$CLUSTER_HOME/down.sh" --run-dir "$FOLDER/second"
    check "and the first lives on" equal "members-1" in_pod members-1 cat /data/index.html
    RUN_DIR=$first
}

# Both the cluster and the script that starts one are killed without a word.
test_killed() {
    local script
    kill -KILL "$(cluster_pid)"
    "$CLUSTER_HOME/up.sh" --run-dir "$RUN_DIR" >"$FOLDER/killed.log" 2>&1 &
    script=$!
    check "a cluster begins where one was killed" poll 30 grep -q "waiting for node1" "$FOLDER/killed.log"
    kill -KILL "$script"
    wait "$script" 2>/dev/null || true
    check "and another where its start was killed" cluster up
    check "with nothing of the first" equal "" kubectl get pods --no-headers
}

test_end() {
    local name
    # shellcheck source=/dev/null
    source "$RUN_DIR/layout"
    name=$CLUSTER
    kubectl apply -f "$CLUSTER_HOME/selftest/workload.yaml" >/dev/null
    check "pods run again" kubectl rollout status statefulset/members --timeout 60s
    process_tree "$(cluster_pid)" >"$FOLDER/processes"
    check "the processes were seen" test "$(wc -l <"$FOLDER/processes")" -gt 30
    check "the cluster ends" cluster down
    check "no process is left" equal "" still_alive "$FOLDER/processes"
    check "no link and no control group is left" equal "" slot_traces "$name"
    check "no folder is left" test ! -e "$RUN_DIR"
    check "the machine is as it was" diff -u "$FOLDER/before" <(machine_state)
    check "ending it again changes nothing" cluster down
}

trap clean_up EXIT
machine_state >"$FOLDER/before"
test_boot
# shellcheck source=/dev/null
source "$RUN_DIR/layout"
test_bad_input
test_pods
test_network
test_images
test_cut
test_neighbour
test_killed
test_end
say "all $CHECKS checks hold, after $SECONDS s"
