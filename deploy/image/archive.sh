#!/usr/bin/env bash
# Lays out /app/class-path, the class path of the program in an image, and /app/classes.jsa, an archive of its
# classes that the JVM maps instead of reading, checking and linking them one by one at each start.
#
# usage: archive.sh BASE RUNTIME JAR CLASS_PATH CLASS_LIST FOLDER
#
# The JVM takes an archive only for the very class path it was made with: the same words, sizes and times. So
# the path is relative to /app, and the jars get the time that jib gives them. The same jars, list and runtime
# give the same bytes. A class that the list has and the jars do not, or the reverse, is read as without an
# archive: a list that is out of date costs time, nothing else. class-list.sh makes it anew.
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

rm -rf "$folder" "$staging"
mkdir -p "$folder/app" "$staging/classpath" "$staging/libs"
trap 'rm -rf "$staging"' EXIT

# As jib lays them out: /app/classpath has the module's own jar, /app/libs all it depends on.
cp "$jar" "$staging/classpath/"
class_path=classpath/$(basename "$jar")
while IFS= read -r -d : library; do
    [[ $library == *.jar ]] || continue
    cp "$library" "$staging/libs/"
    class_path+=:libs/$(basename "$library")
done <<<"$libraries:"
printf '%s\n' "$class_path" >"$folder/app/class-path"
[[ $base == scratch ]] || exit 0

find "$staging" -type f -exec touch --date=@1 {} +
cd "$staging"
"$runtime/opt/java/openjdk/bin/java" -XX:+UseSerialGC -Xmx256m -Xshare:dump -XX:SharedClassListFile="$class_list" \
    -XX:SharedArchiveFile="$folder/app/classes.jsa" -cp "$class_path" >"$folder.log" 2>&1 || {
    printf 'archive.sh: the JVM made no archive; the end of %s:\n' "$folder.log" >&2
    tail -n 20 "$folder.log" >&2
    exit 1
}
