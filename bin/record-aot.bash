# Records the AOT cache by one training run: start, commands of each kind, SIGTERM. Sourced by bin/spinel-server
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

# Prints a request as clients send it.
request() {
    local word
    printf '*%d\r\n' $#
    for word; do
        printf '$%d\r\n%s\r\n' ${#word} "$word"
    done
}

# What the server is to know when its first user asks for it: a row is a request, blanks part its words.
requests() {
    cat <<'EOF'
PING
SET a 1
GET a
SETEX b 100 v
SETNX c 1
APPEND b x
STRLEN b
GETRANGE b 0 1
MSET d 1 e 2
MGET d e
INCR d
DECRBY d 2
INCRBYFLOAT f 1.5
EXPIRE a 100
PEXPIREAT a 99999999999999
TTL a
SETBIT g 7 1
BITCOUNT g
PFADD h a b
PFCOUNT h
LPUSH l a b c
RPUSH l d
LRANGE l 0 -1
LINDEX l 0
LPOP l
RPOP l
LREM l 0 a
LTRIM l 0 9
BLPOP l 1
RPUSH l 3 1 2
SORT l
SORT l ALPHA
SADD s 1 2 3
SADD s x y
SISMEMBER s x
SMEMBERS s
SRANDMEMBER s
SINTER s s
SUNION s s
SPOP s
SSCAN s 0
HSET m f v g w
HGET m f
HMGET m f g
HGETALL m
HINCRBY m n 1
HSCAN m 0
HDEL m f
ZADD z 1 a 2 b 3 c
ZSCORE z a
ZRANGE z 0 -1 WITHSCORES
ZRANGE z -inf +inf BYSCORE
ZRANGEBYSCORE z -inf +inf
ZRANK z a
ZINCRBY z 1 a
ZPOPMIN z
ZREM z b
GEOADD o 13.3 38.1 p
GEOSEARCH o FROMLONLAT 15 37 BYRADIUS 200 km
XADD x * f v
XRANGE x - +
XREAD COUNT 1 STREAMS x 0
XGROUP CREATE x g 0
XREADGROUP GROUP g c COUNT 1 STREAMS x >
XACK x g 1-1
HELLO 3
MULTI
SET a 1
GET a
EXEC
SUBSCRIBE q
PUBLISH q v
UNSUBSCRIBE q
SCAN 0
KEYS *
TYPE a
EXISTS a
OBJECT ENCODING a
RENAME b b2
COPY b2 b3
DUMP s
SELECT 1
SELECT 0
DBSIZE
CLIENT SETINFO lib-name x
CLIENT SETNAME x
CLIENT INFO
CLIENT LIST
CLIENT TRACKING on
CONFIG GET maxmemory
CONFIG GET *
CONFIG SET maxmemory 100mb
CONFIG SET maxmemory 0
COMMAND
COMMAND COUNT
COMMAND DOCS
INFO
INFO everything
SLOWLOG GET
LATENCY HISTOGRAM
LATENCY LATEST
MEMORY USAGE m
MEMORY STATS
ACL WHOAMI
ACL LIST
ACL SETUSER training on >p ~* +@all
SAVE
BGSAVE
EOF
}

# Requests with many elements, whose values leave the small encodings; then they are deleted.
large_values() {
    local i
    local -a numbers=() pairs=()
    for ((i = 0; i < 2000; i++)); do
        numbers+=("e$i")
        pairs+=("$i" "e$i")
    done
    request RPUSH big:l "${numbers[@]}"
    request SADD big:s "${numbers[@]}"
    request HSET big:h "${pairs[@]}"
    request ZADD big:z "${pairs[@]}"
    request SAVE
    request DEL big:l big:s
    request UNLINK big:h big:z
}

# Compiles a module with a type of its own; where that is not possible, the server is trained without one.
compile_counter() {
    [[ -r $root/examples/c/counter.c ]] && type -P gcc >/dev/null || return 0
    "${java[@]}" -cp "$jar" dev.spinel.tools.gen.ModuleHeader >redismodule.h 2>header.log || return 0
    gcc -std=gnu11 -O1 -fPIC -shared -I. -o counter.so "$root/examples/c/counter.c" >gcc.log 2>&1 || return 0
}

# Sends the training requests to port $1; false while nobody listens there.
train() {
    local peer
    local -a words
    { exec {peer}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    timeout 20 cat <&"$peer" >/dev/null &
    {
        requests | while read -ra words; do
            request "${words[@]}"
        done
        large_values
        request MODULE LOAD "$PWD/counter.so"
        request COUNTER.ADD n 5
        request COUNTER.STATS n
        printf 'PING\r\nSET a 1\r\n'     # as typed, without counts
        request DEBUG RELOAD
        request DEBUG DIGEST
        request BGREWRITEAOF
        request FLUSHALL ASYNC
        request FLUSHALL
        request QUIT
    } >&"$peer"
    wait $!
    exec {peer}<&-
}

# One training run into the file $1; false when the server did not come up or did not end.
training_run() (
    cd -- "$(mktemp -d)" || exit 1
    trap 'rm -rf -- "$PWD"' EXIT
    compile_counter
    port=$(free_port)
    "${java[@]}" "-XX:AOTCacheOutput=$1" -jar "$jar" --port "$port" --bind 127.0.0.1 --save '' --appendonly no \
        --enable-debug-command local --enable-module-command local \
        </dev/null >server.log 2>&1 &
    pid=$!
    for ((i = 0; i < 1200; i++)); do
        train "$port" && break
        kill -0 "$pid" 2>/dev/null || exit 1
        sleep 0.05
    done
    # The cache is written while the server exits.
    kill -TERM "$pid"
    for ((i = 0; i < 2400; i++)); do
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
