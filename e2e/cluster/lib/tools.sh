# shellcheck shell=bash
# Builds the cluster's programs from Go modules, once, into a cache outside the tree.
#
# Each module has a folder of its own, named by its version and a checksum of everything that goes into it,
# so a changed version builds anew and an unchanged one never does.

TOOLS_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/multiraft/bin

# name, module folder, package. Ordered by who waits for it: the clients first.
TOOLS="
kubectl                 kubernetes k8s.io/kubernetes/cmd/kubectl
helm                    helm       helm.sh/helm/v3/cmd/helm
etcd                    etcd       go.etcd.io/etcd/server/v3
kube-apiserver          kubernetes k8s.io/kubernetes/cmd/kube-apiserver
kubelet                 kubernetes k8s.io/kubernetes/cmd/kubelet
kube-controller-manager kubernetes k8s.io/kubernetes/cmd/kube-controller-manager
kube-scheduler          kubernetes k8s.io/kubernetes/cmd/kube-scheduler
kube-proxy              kubernetes k8s.io/kubernetes/cmd/kube-proxy
volume-provisioner      kubernetes ./volume-provisioner
coredns                 coredns    .
"

# The version that a module's go.mod asks for, for example v1.35.4.
tools_version() {
    local path
    case $1 in
        kubernetes) path=k8s.io/kubernetes ;;
        etcd) path=go.etcd.io/etcd/server/v3 ;;
        helm) path=helm.sh/helm/v3 ;;
        coredns) path=github.com/coredns/coredns ;;
    esac
    sed -nE "s#^(require|\t) ?$path (v[0-9.]+).*#\2#p" "$CLUSTER_HOME/tools/$1/go.mod" | head -n 1
}

tools_linker_flags() {
    local version=$1 flags="-s -w" package
    for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
        flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1"
        flags+=" -X $package.gitMinor=$(cut -d. -f2 <<<"$version")"
    done
    printf '%s' "$flags"
}

# Where the program of a module's package is kept. The package's own sources count only where they are ours.
tools_folder() {
    local module=$1 package=$2 checksum
    local -a inputs=(go.mod go.sum)
    cd "$CLUSTER_HOME/tools/$module" || return
    [[ $package != .* ]] || inputs+=("$package"/*.go)
    checksum=$({ sha256sum "${inputs[@]}"; tools_linker_flags v1.0; uname -m; } | sha256sum | cut -c1-12)
    printf '%s/%s-%s-%s' "$TOOLS_CACHE" "$module" "$(tools_version "$module")" "$checksum"
}

# Lines "name module package binary" of the programs that are not built yet.
tools_missing() {
    local name module package folder
    while read -r name module package; do
        [[ -n $name ]] || continue
        folder=$(tools_folder "$module" "$package")
        [[ -x $folder/$name ]] || printf '%s %s %s %s\n' "$name" "$module" "$package" "$folder/$name"
    done <<<"$TOOLS"
}

tools_compile() {
    local module=$1 package=$2 binary=$3
    cd "$CLUSTER_HOME/tools/$module" || return
    CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off nice go build -trimpath \
        -ldflags "$(tools_linker_flags "$(tools_version "$module")")" -o "$binary.building" "$package"
    # Renamed only when it is whole: a build that was killed leaves nothing that looks like a program.
    mv "$binary.building" "$binary"
}

# tools_build_one NUMBER TOTAL NAME MODULE PACKAGE BINARY: builds one program and reports on it.
tools_build_one() {
    local place=$1/$2 left=$(($2 - $1)) name=$3 module=$4 package=$5 binary=$6 log started=$SECONDS compiler
    log=$TOOLS_CACHE/log/$name.log
    mkdir -p "$(dirname "$binary")" "$(dirname "$log")"
    say "tools $place: building $name $(tools_version "$module")"
    (tools_compile "$module" "$package" "$binary") >"$log" 2>&1 &
    compiler=$!
    while kill -0 "$compiler" 2>/dev/null; do
        sleep 1
        (((SECONDS - started) % 30)) || say "tools $place: $name is still building, $((SECONDS - started)) s"
    done
    wait "$compiler" || fail "$name did not build; the end of $log:" "$(tail -n 15 "$log")"
    say "tools $place: $name took $((SECONDS - started)) s, $left left"
}

# Makes sure that every program is there. Only the first run has something to build.
tools_ensure() {
    local missing total done=0 name module package binary
    missing=$(tools_missing)
    [[ -n $missing ]] || return 0
    command -v go >/dev/null || fail "Go is needed, once, to build the cluster's programs, and is not installed" \
        "Accepted: a 'go' 1.25 or newer on the PATH (https://go.dev/dl)."
    mkdir -p "$TOOLS_CACHE"
    exec 7>"$TOOLS_CACHE/.lock"
    flock --nonblock 7 || say "tools: waiting (at most 20 minutes) for another build of them to end"
    flock --timeout 1200 7 || fail "the other build holds $TOOLS_CACHE/.lock for too long"
    missing=$(tools_missing)
    total=$(grep -c . <<<"$missing" || true)
    ((total == 0)) || say "tools: $total programs to build into $TOOLS_CACHE, once; 6 to 8 minutes for all on two cores"
    while read -r name module package binary; do
        [[ -n $name ]] || continue
        done=$((done + 1))
        tools_build_one "$done" "$total" "$name" "$module" "$package" "$binary" </dev/null
    done <<<"$missing"
    exec 7>&-
}

# Gives every program one place: a folder of links to the cached ones.
tools_link() {
    local into=$1 name module package
    mkdir -p "$into"
    while read -r name module package; do
        [[ -n $name ]] || continue
        ln -sfn "$(tools_folder "$module" "$package")/$name" "$into/$name"
    done <<<"$TOOLS"
}
