# What the launchers share; sourced, never run. The caller sets `root` (the repository's directory) first.
#
#   find_java_home      JDK 25 or newer            -> java_home
#   find_maven          the command to run Maven   -> maven
#   is_fresh JAR MODULE…   are the sources of these modules no newer than the jar?
#   build_if_stale JAR MODULE…   one Maven build, however many launchers ask at once; messages go to stderr
#
# Everything up to `exec java` is bash built-ins and one `find`, so that a start costs milliseconds.

readonly JDK_MINIMUM=25
# What tools/target/spinel.jar is made of.
readonly SERVER_MODULES=(engine io persistence module-api tools)

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# Is $1 the home of a JDK that is new enough? Reads the `release` file every JDK carries; no JVM is started.
is_new_enough() {
    local line version
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while IFS= read -r line; do
        [[ $line == JAVA_VERSION=* ]] || continue
        version=${line#*=}
        version=${version//\"/}
        version=${version%%[!0-9]*}
        [[ -n $version ]] && ((version >= JDK_MINIMUM))
        return
    done <"$1/release"
    return 1
}

# Every place a JDK may live, the most deliberate choice first; one path a line.
jdk_candidates() {
    local home line on_path
    printf '%s\n' "${JAVA_HOME:-}"
    if on_path=$(type -P java); then
        on_path=$(readlink -f -- "$on_path")
        printf '%s\n' "${on_path%/bin/java}"
    fi
    for home in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/* /opt/jdk*; do
        printf '%s\n' "$home"
    done
    [[ -r $HOME/.m2/toolchains.xml ]] || return 0
    while IFS= read -r line; do
        [[ $line =~ \<jdkHome\>[[:space:]]*([^<]*[^<[:space:]])[[:space:]]*\</jdkHome\> ]] && printf '%s\n' "${BASH_REMATCH[1]}"
    done <"$HOME/.m2/toolchains.xml"
    return 0
}

find_java_home() {
    local candidate
    while IFS= read -r candidate; do
        if [[ -n $candidate ]] && is_new_enough "$candidate"; then
            java_home=$candidate
            return
        fi
    done < <(jdk_candidates)
    fail "needs a JDK $JDK_MINIMUM or newer. Looked at JAVA_HOME, java on the PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt \
and ~/.m2/toolchains.xml. Install one, or point JAVA_HOME at it."
}

# Sets `maven` to the command line of a quiet Maven on the JDK that was found. Maven's own libraries would otherwise warn
# about themselves.
find_maven() {
    type -P mvn >/dev/null || fail "needs Maven (mvn) on the PATH"
    maven=(env "JAVA_HOME=$java_home" "MAVEN_OPTS=${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
        mvn -q -B --no-transfer-progress -f "$root/pom.xml")
}

# True when the jar exists and no main source, folder (a deletion touches it) or pom of the modules is newer.
is_fresh() {
    local jar=$1 module
    local -a inputs=("$root/pom.xml")
    shift
    [[ -s $jar ]] || return 1
    for module in "$@"; do
        inputs+=("$root/$module/pom.xml")
        [[ -d $root/$module/src/main ]] && inputs+=("$root/$module/src/main")
    done
    [[ -z $(find "${inputs[@]}" -newer "$jar" -print -quit) ]]
}

# Builds the jar of the last module named, and what it needs. The jar is dated back to the start of the build, so that a
# source saved while Maven ran counts as newer next time.
build_if_stale() {
    local jar=$1 target=${*: -1} lock started
    is_fresh "$@" && return
    exec {lock}<"$root/bin/common.bash"
    type -P flock >/dev/null && flock "$lock"
    if ! is_fresh "$@"; then
        find_maven
        printf '%s: building %s …\n' "${0##*/}" "${jar#"$root"/}" >&2
        started=${EPOCHREALTIME/,/.}
        "${maven[@]}" -pl "$target" -am -DskipTests package </dev/null >&2 {lock}<&- || fail "the build failed"
        touch -d "@$started" -- "$jar"
    fi
    exec {lock}<&-
}
