#!/usr/bin/env bash
# Lays out /app/class-path, the class path of the program in an image, and /app/classes.jsa, an archive of its
# classes that the JVM maps instead of reading, checking and linking them one by one at each start.
#
# usage: archive.sh BASE RUNTIME JAR CLASS_PATH CLASS_LIST FOLDER
#
# The JVM takes an archive only for the very class path it was made with: the same words, sizes and times. So
# the path is relative to /app, and the jars get the time that jib gives them. A class that the list has and the
# jars do not, or the reverse, is read as without an archive: a list that is out of date costs time, nothing else.
# class-list.sh makes it anew.
#
# The same jars, list and runtime give the same bytes, but only under two conditions, which attempt() looks at.
#
# With a BASE other than "scratch" the JVM is that image's and not known here: then there is no archive.
set -euo pipefail

usage='usage: archive.sh BASE RUNTIME JAR CLASS_PATH CLASS_LIST FOLDER'
base=${1:?$usage}
runtime=${2:?$usage}
jar=${3:?$usage}
libraries=${4:?$usage}
class_list=${5:?$usage}
folder=${6:?$usage}
staging=$folder.staging
attempts=10

say() { printf 'archive.sh: %s\n' "$@" >&2; }

# As jib lays them out: /app/classpath has the module's own jar, /app/libs all it depends on.
lay_out() {
    local library
    rm -rf "$folder" "$staging"
    mkdir -p "$folder/app" "$staging/classpath" "$staging/libs"
    cp "$jar" "$staging/classpath/"
    class_path=classpath/$(basename "$jar")
    while IFS= read -r -d : library; do
        [[ $library == *.jar ]] || continue
        cp "$library" "$staging/libs/"
        class_path+=:libs/$(basename "$library")
    done <<<"$libraries:"
    printf '%s\n' "$class_path" >"$folder/app/class-path"
    find "$staging" -type f -exec touch --date=@1 {} +
}

# On one processor the finalizer thread, which waits for the lowest priority, comes after the start of the JVM.
one_processor() {
    local first
    first=$(taskset --cpu-list --pid $$ 2>/dev/null | sed -E 's/.*: ([0-9]+).*/\1/')
    [[ -z $first ]] || printf 'taskset --cpu-list %s' "$first"
}

dump() {
    # shellcheck disable=SC2046 # words
    (cd "$staging" && $(one_processor) "$runtime/opt/java/openjdk/bin/java" -XX:+UseSerialGC -Xint -Xmx256m \
        -XX:ThreadPriorityPolicy=1 -XX:JavaPriority8_To_OSPriority=19 -XX:JavaPriority10_To_OSPriority=19 \
        -Xlog:class+load:file="$staging/loaded":tid:filecount=0 \
        -Xshare:dump -XX:SharedClassListFile="$staging/classes" \
        -XX:SharedArchiveFile="$folder/app/classes.jsa" -cp "$class_path") >"$folder.log" 2>&1 && return
    say "the JVM made no archive; the end of $folder.log:"
    tail -n 20 "$folder.log" >&2
    exit 1
}

# attempt: makes the archive; true if its bytes are those that every build gets.
attempt() {
    dump
    # A class that is not there is an exception, whose method then has a counter in the archive with an address in it.
    sed -n 's/.*Cannot find //p' "$folder.log" >"$staging/gone"
    if [[ -s $staging/gone ]]; then
        say "$(wc -l <"$staging/gone") classes of $class_list are gone, such as $(head -n 1 "$staging/gone"); class-list.sh makes it anew"
        grep -vxFf "$staging/gone" "$staging/classes" >"$staging/there"
        mv "$staging/there" "$staging/classes"
        return 1
    fi
    # Names lie in the archive in the order they were read: by one thread alone, that is always the same.
    [[ $(cut -d ']' -f 1 "$staging/loaded" | sort -u | wc -l) == 1 ]]
}

trap 'rm -rf "$staging"' EXIT
lay_out
[[ $base == scratch ]] || exit 0
cp "$class_list" "$staging/classes"
for ((made = 1; made <= attempts; made++)); do
    attempt && exit 0
done
say "warning: another build may get other bytes: in none of $attempts archives one thread alone had read all classes"
