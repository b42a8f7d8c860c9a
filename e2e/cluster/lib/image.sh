# shellcheck shell=bash
# An image made on the spot from the system's static busybox: the sandbox of every pod, and a shell for tests.

BUSYBOX_IMAGE=multiraft.local/busybox:static

# image_busybox TAR
image_busybox() {
    local tar=$1 work applet checksum
    work=$(mktemp -d "$RUN_DIR/image.XXXXXX")
    mkdir -p "$work/root/bin" "$work/root/etc" "$work/root/tmp"
    chmod 1777 "$work/root/tmp"
    cp "$(command -v busybox)" "$work/root/bin/busybox"
    for applet in $(busybox --list | grep -vx busybox); do ln -sf busybox "$work/root/bin/$applet"; done
    printf 'root:x:0:0::/:/bin/sh\nnonroot:x:65532:65532::/:/bin/sh\n' >"$work/root/etc/passwd"
    tar -C "$work/root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$work/layer.tar" .
    checksum=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
    printf '{"architecture":"%s","os":"linux","config":{"Cmd":["sleep","2147483647"],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
        "$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" "$checksum" >"$work/config.json"
    printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$BUSYBOX_IMAGE" >"$work/manifest.json"
    tar -C "$work" -cf "$tar.new" manifest.json config.json layer.tar
    mv "$tar.new" "$tar"
    rm -rf "$work"
}
