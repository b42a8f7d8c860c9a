#!/usr/bin/env bash
# Checks what the other scripts need and says all that is missing at once. On Debian as root it installs it.
#
# usage: prerequisites.sh java      a JDK 17 or newer with jlink, and Maven
#        prerequisites.sh test      the same, and shellcheck
#        prerequisites.sh local     what the local cluster needs of the machine; prints the reason when it cannot run
set -euo pipefail

# shellcheck disable=SC2034
NAME=prerequisites
# shellcheck source=lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

# The home of the JDK that Maven will run with.
java_home() {
    if [[ -n ${JAVA_HOME:-} ]]; then
        printf '%s\n' "$JAVA_HOME"
    elif command -v javac >/dev/null; then
        dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
    fi
}

java_major() { "$1/bin/java" -version 2>&1 | sed -nE '1s/.*"(1\.)?([0-9]+).*/\2/p'; }

jdk_problem() {
    local home major
    home=$(java_home)
    if [[ -z $home || ! -x $home/bin/javac ]]; then
        echo "no JDK${home:+ in JAVA_HOME=$home}; accepted: 17 or newer"
        return
    fi
    major=$(java_major "$home")
    ((${major:-0} >= 17)) || echo "the JDK in $home is version ${major:-unknown}; accepted: 17 or newer"
    [[ -x $home/bin/jlink && -d $home/jmods ]] || echo "the JDK in $home has no jlink or no jmods; accepted: a full JDK"
}

maven_problem() {
    local version
    command -v mvn >/dev/null || { echo "no 'mvn' on the PATH; accepted: Maven 3.8.2 or newer"; return; }
    version=$(mvn --version 2>/dev/null | sed -nE 's/.*Apache Maven ([0-9]+\.[0-9]+\.[0-9]+).*/\1/p')
    [[ $(printf '%s\n' 3.8.2 "${version:-0}" | sort -V | head -n 1) == 3.8.2 ]] ||
        echo "Maven is version ${version:-unknown}; accepted: 3.8.2 or newer"
}

# install PACKAGE...: only on Debian and its kin, only as root.
install() {
    ((UID == 0)) && command -v apt-get >/dev/null || return 0
    say "installing $* with apt-get (at most 10 minutes)"
    export DEBIAN_FRONTEND=noninteractive
    mkdir -p "$LOGS"
    timeout 120 apt-get -qq update >"$LOGS/apt.log" 2>&1 || true
    timeout 600 apt-get -qq install --yes --no-install-recommends "$@" >>"$LOGS/apt.log" 2>&1 ||
        say "apt-get did not install them; the end of $LOGS/apt.log: $(tail -n 1 "$LOGS/apt.log")"
    hash -r
}

check_java() {
    local -a packages=() problems=()
    [[ -z $(jdk_problem) || -n ${JAVA_HOME:-} ]] || packages+=(openjdk-17-jdk-headless)
    command -v mvn >/dev/null || packages+=(maven)
    ((${#packages[@]} == 0)) || install "${packages[@]}"
    mapfile -t problems < <(jdk_problem; maven_problem)
    ((${#problems[@]} == 0)) || fail "this is missing for the build:" "${problems[@]}"
}

# True if the cluster's programs were all built before.
tools_are_built() {
    # shellcheck disable=SC2016 # for that shell to expand
    bash -c 'source "$0/lib/all.sh"; [[ -z $(tools_missing) ]]' "$PROJECT/e2e/cluster"
}

go_problem() {
    local wanted version
    ! tools_are_built || return 0
    wanted=$(sed -nE 's/^go ([0-9]+\.[0-9]+).*/\1/p' "$PROJECT"/e2e/cluster/tools/*/go.mod | sort -V | tail -n 1)
    command -v go >/dev/null || { echo "no 'go' on the PATH ($wanted or newer is needed)"; return; }
    version=$(go env GOVERSION | sed -E 's/^go//')
    # A Go that may fetch a newer one of itself does so.
    [[ $(printf '%s\n' "$wanted" "$version" | sort -V | head -n 1) == "$wanted" || $(go env GOTOOLCHAIN) != local ]] ||
        echo "Go is $version ($wanted or newer is needed)"
}

# Prints why the local cluster cannot run here, and fails then.
check_local() {
    local problem
    if [[ $(uname -s) != Linux ]]; then
        problem="this is $(uname -s), not Linux"
    elif ((UID != 0)); then
        problem="you are not root"
    elif ! unshare --net --mount --pid --fork true 2>/dev/null; then
        problem="this root may not make namespaces"
    else
        problem=$(go_problem)
    fi
    [[ -z $problem ]] || { printf '%s\n' "$problem"; return 1; }
}

case ${1:-} in
    java) check_java ;;
    test)
        check_java
        command -v shellcheck >/dev/null || install shellcheck ;;
    local) check_local ;;
    *) fail "unknown argument '${1:-}'" "Accepted: java, test, local" ;;
esac
