# kind: fixed
# records: file
# warmup: 15
# note: reverse listeners that record to a session file: plain HTTP on PORT, TLS on PORT+1 (h2 if BENCH_H2=1)
# version-cmd: "${STENO:-$BENCH_PEERS/../../steno}" --version | head -1
# STENO: the launcher, if this script is not in the project's folder
steno=${STENO:-$(cd "$(dirname "$0")/../.." && pwd)/steno}
. "$BENCH_LIB"
target=$BENCH_ORIGIN_HTTPS
[ "${BENCH_H2:-}" = 1 ] && target=$BENCH_ORIGIN_H2
launch "$steno" run -q \
  --mode "reverse:http://origin.bench.test:$BENCH_ORIGIN_HTTP@127.0.0.1:$PORT" \
  --mode "reverse:https://origin.bench.test:$target@127.0.0.1:$((PORT + 1))" --home "$BENCH_DIR/home" \
  --session "${BENCH_OPEN:-${BENCH_RECORD:-$BENCH_DIR/flows.steno}}" --upstream-ca "$BENCH_ORIGIN_CA" ${BENCH_ARGS:-}
