# shellcheck shell=bash
# The programs of the control plane and their configuration.

STORAGE_PROVISIONER=multiraft.local/directories

run_etcd() {
    # Nobody needs this data after a power cut, so nothing waits for the disk.
    supervise etcd etcd --name local --data-dir "$RUN_DIR/etcd" --unsafe-no-fsync --log-level warn \
        --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
        --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
        --initial-cluster local=http://127.0.0.1:2380
}

run_api_server() {
    audit_policy >"$RUN_DIR/audit-policy.yaml"
    supervise kube-apiserver kube-apiserver --etcd-servers http://127.0.0.1:2379 \
        --bind-address 0.0.0.0 --secure-port 6443 --advertise-address "$API_ADDRESS" \
        --service-cluster-ip-range "$SERVICE_NETWORK" --allow-privileged --profiling=false \
        --cert-dir "$RUN_DIR/pki" --tls-cert-file "$RUN_DIR/pki/api-server.crt" --tls-private-key-file "$RUN_DIR/pki/api-server.key" \
        --client-ca-file "$RUN_DIR/pki/ca.crt" --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
        --kubelet-client-certificate "$RUN_DIR/pki/kubelet-client.crt" --kubelet-client-key "$RUN_DIR/pki/kubelet-client.key" \
        --kubelet-preferred-address-types InternalIP --service-account-issuer https://kubernetes.default.svc.cluster.local \
        --service-account-key-file "$RUN_DIR/pki/service-accounts.pub" --service-account-signing-key-file "$RUN_DIR/pki/service-accounts.key" \
        --audit-policy-file "$RUN_DIR/audit-policy.yaml" --audit-log-path "$RUN_DIR/logs/audit.log" --audit-log-maxsize 50 --audit-log-maxbackup 1
}

# Records who in the cluster writes what, so that a controller that writes without need can be found.
audit_policy() {
    cat <<'EOF'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - {level: None, resources: [{group: coordination.k8s.io, resources: [leases]}]}
  - {level: None, userGroups: ["system:serviceaccounts:kube-system", "system:nodes"]}
  - {level: Metadata, userGroups: ["system:serviceaccounts"], verbs: [create, update, patch, delete, deletecollection]}
EOF
}

run_controllers() {
    supervise kube-controller-manager kube-controller-manager --kubeconfig "$RUN_DIR/pki/controller-manager.kubeconfig" \
        --leader-elect=false --use-service-account-credentials --root-ca-file "$RUN_DIR/pki/ca.crt" \
        --service-account-private-key-file "$RUN_DIR/pki/service-accounts.key" --profiling=false \
        --cluster-signing-cert-file "$RUN_DIR/pki/ca.crt" --cluster-signing-key-file "$RUN_DIR/pki/ca.key" \
        --node-monitor-period 2s --node-monitor-grace-period 20s
    supervise kube-scheduler kube-scheduler --kubeconfig "$RUN_DIR/pki/scheduler.kubeconfig" --leader-elect=false --profiling=false
    supervise volume-provisioner volume-provisioner --kubeconfig "$RUN_DIR/pki/volumes.kubeconfig" \
        --name "$STORAGE_PROVISIONER" --root "$RUN_DIR/volumes"
}

run_name_server() {
    cat <<EOF >"$RUN_DIR/Corefile"
cluster.local in-addr.arpa {
    bind $API_ADDRESS
    errors
    kubernetes cluster.local in-addr.arpa {
        kubeconfig $RUN_DIR/pki/dns.kubeconfig
    }
}
# Outside the cluster there is nothing. Saying so at once spares the clients their time-outs.
. {
    bind $API_ADDRESS
    template ANY ANY {
        rcode NXDOMAIN
    }
}
EOF
    supervise coredns coredns -conf "$RUN_DIR/Corefile"
}

# run_proxy NAME FOLDER: makes the addresses of Services work in this network namespace.
run_proxy() {
    cat <<EOF >"$2/kube-proxy.yaml"
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
hostnameOverride: $1
clusterCIDR: $POD_NETWORK
clientConnection: {kubeconfig: $RUN_DIR/pki/proxy.kubeconfig}
# These two would change settings of the whole machine.
conntrack: {maxPerCore: 0, min: 0}
EOF
    supervise "$(basename "$2")-kube-proxy" kube-proxy --config "$2/kube-proxy.yaml"
}

# What the cluster's own programs may do, and the default storage class.
system_objects() {
    cat <<EOF
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: standard, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: $STORAGE_PROVISIONER
volumeBindingMode: WaitForFirstConsumer
reclaimPolicy: Delete
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: multiraft-local-dns}
rules:
  - {apiGroups: [""], resources: [services, pods, namespaces], verbs: [list, watch]}
  - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: multiraft-local-dns}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: multiraft-local-dns}
subjects: [{kind: User, name: "system:dns"}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: multiraft-local-volumes}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:persistent-volume-provisioner"}
subjects: [{kind: User, name: "system:volumes"}]
EOF
}
