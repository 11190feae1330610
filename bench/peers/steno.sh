# kind: forward
# records: file
# warmup: 15
# note: recording to a session file, no line printed per flow (-q), upstream verified against the origin's CA
# version-cmd: "${STENO:-$BENCH_PEERS/../../steno}" --version | head -1
# STENO: the launcher, if this script is not in the project's folder
steno=${STENO:-$(cd "$(dirname "$0")/../.." && pwd)/steno}
. "$BENCH_LIB"
launch "$steno" run -q --listen "127.0.0.1:$PORT" --home "$BENCH_DIR/home" \
  --session "${BENCH_OPEN:-${BENCH_RECORD:-$BENCH_DIR/flows.steno}}" --upstream-ca "$BENCH_ORIGIN_CA" ${BENCH_ARGS:-}
