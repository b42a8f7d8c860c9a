#!/usr/bin/env bash
# Lays out what an image on an empty base needs to run Java: a jlink'd runtime, the C library it was built
# against, a shell for the launcher, and the few files under /etc that name resolution reads.
#
# usage: runtime.sh BASE JAVA_HOME FOLDER
#
# With a BASE other than "scratch" the base image brings all that, and FOLDER stays empty. The runtime is made
# once for each JDK and kept in a cache outside the tree, so both images share the same bytes, hence one layer.
set -euo pipefail

base=${1:?usage: runtime.sh BASE JAVA_HOME FOLDER}
java_home=${2:?usage: runtime.sh BASE JAVA_HOME FOLDER}
folder=${3:?usage: runtime.sh BASE JAVA_HOME FOLDER}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/multiraft/runtime

# What the operator and the node load, and what their libraries ask for by reflection.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.sasl,java.sql,java.xml
modules+=,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported,jdk.zipfs

# Where images with a JRE of their own keep it, so that one launcher fits both.
home_in_image=opt/java/openjdk

fail() {
    printf 'runtime.sh: %s\n' "$@" >&2
    exit 1
}

# Native code of the Java libraries was linked against these before the C library took them in.
legacy_libraries() {
    local folder_of_libc=$1 name
    for name in libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2; do
        [[ ! -e $folder_of_libc/$name ]] || printf '%s\n' "$folder_of_libc/$name"
    done
}

# The shared libraries that a program or library needs from outside the runtime, and the loader itself.
libraries_of() {
    ldd "$@" 2>/dev/null | grep -oE '/[^ ]+\.so[^ ]*' | grep -v "^$root/" | sort -u
}

copy_libraries() {
    local library libc
    libc=$(libraries_of "$root/bin/sh" | grep -E '/libc\.so' || true)
    [[ -n $libc ]] || fail "/bin/sh is not linked against glibc here." \
        "Accepted: a Linux with glibc, or -Dimage.base=IMAGE with a JRE 17 or newer and a shell in it."
    {
        libraries_of "$root/bin/sh" "$root/$home_in_image/bin/java"
        find "$root/$home_in_image/lib" -name '*.so' -print0 |
            while IFS= read -r -d '' library; do libraries_of "$library"; done
        legacy_libraries "$(dirname "$libc")"
    } | sort -u | while read -r library; do
        install -D -m 755 "$(readlink -f "$library")" "$root$library"
    done
}

write_etc() {
    mkdir -p "$root/etc" "$root/tmp" "$root/app"
    printf 'root:x:0:0:root:/:/bin/sh\nmultiraft:x:65532:65532:multiraft:/app:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\nmultiraft:x:65532:\n' >"$root/etc/group"
    printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
}

assemble() {
    local root
    root=$(mktemp -d "$cache/building.XXXXXX")
    # shellcheck disable=SC2064 # expanded now: the folder of this very run
    trap "rm -rf '$root'" EXIT
    "$java_home/bin/jlink" --add-modules "$modules" --output "$root/$home_in_image" \
        --strip-java-debug-attributes --no-header-files --no-man-pages
    install -D -m 755 "$(readlink -f /bin/sh)" "$root/bin/sh"
    copy_libraries
    write_etc
    chmod 755 "$root"
    # A second build that was faster left the same bytes: ours is then not needed.
    mv -T "$root" "$made" 2>/dev/null || [[ -d $made ]]
}

rm -rf "$folder"
mkdir -p "$folder" "$cache"
[[ $base == scratch ]] || exit 0
[[ $(uname -s) == Linux ]] || fail "an image on an empty base can only be made on Linux, this is $(uname -s)." \
    "Accepted: -Dimage.base=IMAGE with a JRE 17 or newer and a shell in it, such as eclipse-temurin:17-jre."
[[ -x $java_home/bin/jlink && -d $java_home/jmods ]] || fail "$java_home has no jlink or no jmods folder." \
    "Accepted: a full JDK 17 or newer running Maven (JAVA_HOME), not a JRE."

made=$cache/$(cat "$java_home/release" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-16)
[[ -d $made ]] || assemble
cp -a "$made/." "$folder/"
