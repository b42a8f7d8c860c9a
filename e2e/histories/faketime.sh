#!/usr/bin/env bash
# Prints where libfaketime is, which makes a process see another wall clock: the system's, or that of the Debian package,
# unpacked into a cache outside the tree and not installed. Ends with 1, and the reason, where there is none.
set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/multiraft/libfaketime

found() { find /usr/lib /usr/lib64 "$cache" -name libfaketimeMT.so.1 2>/dev/null | head -n 1; }

if [[ -z $(found) ]]; then
    for program in apt-get dpkg; do
        command -v "$program" >/dev/null || { echo "there is no libfaketime, and no $program to get it with" >&2; exit 1; }
    done
    download=$(mktemp -d)
    trap 'rm -rf "$download"' EXIT
    # Not as the user that apt would take for a download: that one may not write here.
    (cd "$download" && timeout 120 apt-get -qq -o APT::Sandbox::User=root download libfaketime) >/dev/null 2>&1 ||
        { echo "there is no libfaketime, and apt-get does not download it" >&2; exit 1; }
    mkdir -p "$cache"
    dpkg -x "$download"/libfaketime_*.deb "$cache"
fi
found
