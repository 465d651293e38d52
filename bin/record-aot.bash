# Records the AOT cache by one training run: start, a few commands of each kind, SIGTERM. Sourced by bin/spinel-server
# with `java`, `jar` and `cache` set. Whatever goes wrong leaves an empty cache file: the server then starts without one,
# and nobody tries again until the jar changes.

# Prints a port nobody listens on.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    printf '%s' "$port"
}

# Sends the training commands to port $1; false while nobody listens there.
train() {
    local peer
    { exec {peer}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    printf '%s\r\n' PING 'SET training 1' 'GET training' 'INCR training' 'HSET training:hash f v' 'LPUSH training:list a' \
        'ZADD training:zset 1 m' 'SADD training:set m' 'EXPIRE training 100' 'CONFIG GET maxmemory' 'COMMAND COUNT' INFO \
        'XADD training:stream * f v' SAVE BGSAVE 'CLIENT SETINFO lib-name x' 'HELLO 3' 'DEL training' QUIT >&"$peer"
    timeout 2 cat <&"$peer" >/dev/null || true
    exec {peer}<&-
}

# One training run into the file $1; false when the server did not come up or did not end.
training_run() (
    cd -- "$(mktemp -d)" || exit 1
    trap 'rm -rf -- "$PWD"' EXIT
    port=$(free_port)
    "${java[@]}" "-XX:AOTCacheOutput=$1" -jar "$jar" --port "$port" --bind 127.0.0.1 --save '' --appendonly no \
        </dev/null >server.log 2>&1 &
    pid=$!
    for ((i = 0; i < 200; i++)); do
        train "$port" && break
        kill -0 "$pid" 2>/dev/null || exit 1
        sleep 0.05
    done
    # The cache is written while the server exits.
    kill -TERM "$pid"
    for ((i = 0; i < 600; i++)); do
        kill -0 "$pid" 2>/dev/null || exit 0
        sleep 0.05
    done
    kill -KILL "$pid"
    exit 1
)

record_aot() {
    local lock draft=$cache.$$
    exec {lock}<"$root/bin/record-aot.bash"
    type -P flock >/dev/null && flock "$lock"
    if [[ ! $cache -nt $jar ]]; then
        printf '%s: recording %s …\n' "${0##*/}" "${cache#"$root"/}" >&2
        training_run "$draft" {lock}<&- && [[ -s $draft ]] || : >"$draft"
        mv -f -- "$draft" "$cache"
        rm -f -- "$draft.config"
    fi
    exec {lock}<&-
}

# A read-only installation has no place for a cache, and needs none.
[[ ! -w ${cache%/*} ]] || record_aot
