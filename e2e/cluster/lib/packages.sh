# shellcheck shell=bash
# The programs that come from the system: found, or installed with apt-get.

# What is needed, and the Debian package that has it.
PACKAGES="
containerd   containerd
ctr          containerd
runc         runc
iptables     iptables
ip           iproute2
busybox      busybox-static
openssl      openssl
flock        util-linux
unshare      util-linux
nsenter      util-linux
"

# The folder with the CNI plugins: Debian has them in the first, most others in the second.
cni_folder() {
    local folder
    for folder in /usr/lib/cni /opt/cni/bin /usr/libexec/cni; do
        [[ -x $folder/ptp && -x $folder/host-local && -x $folder/portmap && -x $folder/loopback ]] || continue
        printf '%s\n' "$folder"
        return
    done
    return 1
}

# Only a static busybox makes an image on its own.
busybox_is_static() { ! ldd "$(command -v busybox)" >/dev/null 2>&1; }

packages_missing() {
    local command package
    {
        while read -r command package; do
            [[ -z $command ]] || command -v "$command" >/dev/null || printf '%s\n' "$package"
        done <<<"$PACKAGES"
        cni_folder >/dev/null || echo containernetworking-plugins
        ! command -v busybox >/dev/null || busybox_is_static || echo busybox-static
    } | sort -u
}

# Nothing that is installed is ever removed for it.
packages_install() {
    local -a options=(-qq --yes --no-install-recommends --no-remove)
    export DEBIAN_FRONTEND=noninteractive
    timeout 600 apt-get "${options[@]}" install "$@" && return
    # Most likely the lists of packages are old, or none were fetched yet.
    timeout 300 apt-get -qq update && timeout 600 apt-get "${options[@]}" install "$@"
}

# The cluster runs its own containerd. The package must not start another, neither now nor at the next boot. The mask is one
# that a restart of the machine takes away, should this script be killed before it does.
packages_install_quietly() {
    if [[ " $* " != *" containerd "* || ! -d /run/systemd/system ]]; then
        packages_install "$@"
        return
    fi
    systemctl mask --runtime containerd.service
    packages_install "$@" || { systemctl unmask --runtime containerd.service && return 1; }
    systemctl disable containerd.service
    systemctl unmask --runtime containerd.service
}

packages_ensure() {
    local log
    local -a missing
    mapfile -t missing < <(packages_missing)
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || fail "these programs are missing: ${missing[*]} (names of Debian packages)" \
        "Install them, then run this again."
    say "packages: installing ${missing[*]} (at most 25 minutes)"
    log=$(mktemp)
    packages_install_quietly "${missing[@]}" >"$log" 2>&1 || fail "apt-get did not install them:" "$(tail -n 15 "$log")"
    rm -f "$log"
    mapfile -t missing < <(packages_missing)
    ((${#missing[@]} == 0)) || fail "still missing after their installation: ${missing[*]}"
}
