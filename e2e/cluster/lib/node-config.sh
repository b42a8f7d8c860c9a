# shellcheck shell=bash
# The configuration files of a node's programs, written into the node's folder $HERE.

# Prints how images become file systems. They are stacked, unless the run directory itself lies on such a stack, as it
# does within a container; then they are copied.
snapshotter() {
    mkdir -p "$HERE/stack/lower" "$HERE/stack/upper" "$HERE/stack/work" "$HERE/stack/merged"
    if mount -t overlay -o "lowerdir=$HERE/stack/lower,upperdir=$HERE/stack/upper,workdir=$HERE/stack/work" stack "$HERE/stack/merged"; then
        umount "$HERE/stack/merged"
        echo overlayfs
    else
        echo native
    fi
}

configure_containerd() {
    cat <<EOF >"$HERE/containerd.toml"
version = 2
root = "$HERE/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$BUSYBOX_IMAGE"
  # A profile would be loaded into the kernel of the whole machine, and stay there.
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$CONTAINERD_SNAPSHOTTER"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(cni_folder)"
    conf_dir = "$HERE/cni"
EOF
}

# Each pod gets a link of its own and is reached by a route. There is no bridge between the pods of a node, so all
# their traffic passes the rules of kube-proxy.
configure_pod_network() {
    mkdir -p "$HERE/cni"
    cat <<EOF >"$HERE/cni/10-pods.conflist"
{
  "cniVersion": "0.4.0",
  "name": "pods",
  "plugins": [
    {
      "type": "ptp",
      "ipMasq": false,
      "mtu": 1500,
      "ipam": {
        "type": "host-local",
        "dataDir": "$HERE/pod-addresses",
        "ranges": [[{"subnet": "$(node_pods "$NODE")"}]],
        "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
EOF
}

configure_kubelet() {
    printf 'nameserver %s\n' "$API_ADDRESS" >"$HERE/resolv.conf"
    cat <<EOF >"$HERE/kubelet.yaml"
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $(node_address "$NODE")
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $RUN_DIR/pki/ca.crt}}
authorization: {mode: Webhook}
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
# Without a root of its own a kubelet removes the pods of the others.
cgroupRoot: /$CLUSTER/$NODE
failCgroupV1: false
failSwapOn: false
enforceNodeAllocatable: []
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%}
# An image that is collected could not be pulled again.
imageGCHighThresholdPercent: 100
clusterDNS: [$API_ADDRESS]
clusterDomain: cluster.local
resolvConf: $HERE/resolv.conf
nodeLeaseDurationSeconds: 20
volumePluginDir: $HERE/volume-plugins
EOF
}
