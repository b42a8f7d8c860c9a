#!/usr/bin/env bash
# Builds the plugin and installs it for kubectl to find: `install.sh [PREFIX]`, by default ~/.local, whose bin must be on the
# PATH. Can be run again; `install.sh --remove [PREFIX]` takes everything back, `--built` installs what is built already.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
what=build
if [[ ${1:-} == --remove || ${1:-} == --built ]]; then
    what=${1#--}
    shift
fi
prefix=${1:-$HOME/.local}
if [[ $prefix == -* || $# -gt 1 ]]; then
    echo "kubectl multiraft: error: got '$*'. Usage: install.sh [--remove|--built] [PREFIX]" >&2
    exit 2
fi

rm -rf "$prefix/lib/kubectl-multiraft" "$prefix/bin/kubectl-multiraft" "$prefix/bin/kubectl_complete-multiraft"
if [[ $what == remove ]]; then
    echo "kubectl multiraft: removed from $prefix"
    exit
fi
if [[ $what == build ]]; then
    echo "kubectl multiraft: building"
    mvn --batch-mode --quiet --file "$here/../../pom.xml" -Dfast -DskipTests --projects client/kubectl --also-make package
fi
mkdir -p "$prefix/lib/kubectl-multiraft" "$prefix/bin"
cp "$here"/target/lib/*.jar "$here"/target/multiraft-kubectl-*.jar "$here/src/main/classes.txt" \
    "$prefix/lib/kubectl-multiraft/"
install -m 755 "$here/kubectl-multiraft" "$prefix/bin/kubectl-multiraft"
printf '#!/bin/sh\nexec kubectl-multiraft __complete "$@"\n' >"$prefix/bin/kubectl_complete-multiraft"
chmod 755 "$prefix/bin/kubectl_complete-multiraft"
"$prefix/bin/kubectl-multiraft" __archive ||
    echo "kubectl multiraft: note: it will start slowly, the JVM made no archive: $(tail -n 1 "$prefix/lib/kubectl-multiraft/classes.log")"
echo "kubectl multiraft: installed in $prefix; try: kubectl multiraft help"
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "kubectl multiraft: note: $prefix/bin is not on the PATH, where kubectl looks for plugins" ;;
esac
