# shellcheck shell=bash
# Where `make run` runs: chosen here, with the reason, and prepared.

# Sets TARGET to local, kind, dev or current, and says why.
target_choose() {
    local asked=${1:-} obstacle
    case $asked in
        local)
            obstacle=$("$PROJECT/e2e/run/prerequisites.sh" local) || fail "the local cluster cannot run here: $obstacle"
            say "local cluster, as you asked" ;;
        kind)
            obstacle=$(kind_obstacle) || fail "kind cannot be used here: $obstacle"
            say "kind, as you asked" ;;
        dev) say "dev mode of the node, as you asked: one process, no Kubernetes" ;;
        current) say "the current kubectl context, as you asked: $(current_context)" ;;
        '') target_find; return ;;
        *) fail "unknown CLUSTER=$asked" "Accepted: local, kind, dev, current, or nothing to pick the first that works here." ;;
    esac
    TARGET=$asked
}

target_find() {
    local no_local no_kind
    if no_local=$("$PROJECT/e2e/run/prerequisites.sh" local); then
        TARGET=local
        say "local cluster, because this is Linux, you are root, and Go or what it would build is there"
    elif no_kind=$(kind_obstacle); then
        TARGET=kind
        say "kind, because a local cluster cannot run here: $no_local"
    else
        TARGET=dev
        say "dev mode of the node (one process, no Kubernetes)"
        say "  not a local cluster, because $no_local"
        say "  not kind, because $no_kind"
    fi
}

# Prints why kind cannot be used, and fails then.
kind_obstacle() {
    local program
    for program in docker kind kubectl helm; do
        command -v "$program" >/dev/null || { printf "no '%s' on the PATH\n" "$program"; return 1; }
    done
    timeout 10 docker info >/dev/null 2>&1 || { echo "no Docker engine answers"; return 1; }
}

current_context() {
    local context
    command -v kubectl >/dev/null || fail "no 'kubectl' on the PATH"
    command -v helm >/dev/null || fail "no 'helm' on the PATH"
    context=$(kubectl config current-context 2>/dev/null) || fail "kubectl has no current context" \
        "Accepted: one that is set, by 'kubectl config use-context NAME' or KUBECONFIG."
    printf '%s\n' "$context"
}

# Boots what has to be booted and points kubectl and helm at it. Sets POINT, the command that does the same for the user.
target_start() {
    POINT=
    case $TARGET in
        local)
            "$PROJECT/e2e/cluster/up.sh" --run-dir "$PROJECT/.run/cluster"
            POINT="eval \"\$($(realpath --relative-to="$PWD" "$PROJECT")/e2e/cluster/env.sh)\""
            POINT=${POINT/\$(.\//\$(}
            eval "$("$PROJECT/e2e/cluster/env.sh" --run-dir "$PROJECT/.run/cluster")" ;;
        kind)
            mkdir -p "$PROJECT/.run"
            if ! kind get clusters 2>/dev/null | grep -qx multiraft; then
                say "starting a kind cluster named multiraft (at most 5 minutes)"
                kind create cluster --name multiraft --wait 300s --kubeconfig "$PROJECT/.run/kind.kubeconfig" \
                    --config "$PROJECT/e2e/run/kind.yaml"
            fi
            kind export kubeconfig --name multiraft --kubeconfig "$PROJECT/.run/kind.kubeconfig" >/dev/null 2>&1
            export KUBECONFIG=$PROJECT/.run/kind.kubeconfig
            POINT="export KUBECONFIG=$KUBECONFIG" ;;
    esac
}

# Brings the images to the cluster's nodes. Prints nothing but problems and progress.
target_load() {
    local -a images=("$PROJECT/partition-node/node/target/multiraft-node.tar" "$PROJECT/operator/target/multiraft-operator.tar")
    local image
    case $TARGET in
        local) "$PROJECT/e2e/cluster/load.sh" --run-dir "$PROJECT/.run/cluster" "${images[@]}" ;;
        kind) kind_load multiraft "${images[@]}" ;;
        current)
            if [[ -n ${IMAGE_REGISTRY:-} ]]; then
                return
            elif [[ $(current_context) == kind-* ]]; then
                kind_load "$(current_context | sed 's/^kind-//')" "${images[@]}"
            else
                say "the images must be on the nodes already, as multiraft/node and multiraft/operator: this script cannot bring"
                say "  them into $(current_context). To push them first: make run CLUSTER=current IMAGE_REGISTRY=registry.example.org/me"
                for image in "${images[@]}"; do say "  they are here: $image"; done
            fi ;;
    esac
}

kind_load() {
    local cluster=$1 image
    shift
    for image in "$@"; do
        say "loading $image into kind"
        kind load image-archive --name "$cluster" "$image"
    done
}
