#!/usr/bin/env bash
# Downloads and uploads 2 GiB with curl through an intercepting Steno with -Xmx256m, and compares the hashes.
#
# usage: large-bodies.sh [MIB]
#
# Needs twice the size on disk, below TMPDIR, and deletes it afterwards. The exit code is 1 if a hash differs.
set -euo pipefail
cd "$(dirname "$0")/../.."
mib=${1:-2048}
size=$((mib << 20))
heap=-Xmx256m

[ -f cli/target/steno.jar ] && [ -d cli/target/test-classes ] || mvn -q -B -DskipTests package -pl cli -am

work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

# wait_for FILE PATTERN: waits until the pattern occurs in the file, and prints the text of its group
wait_for() {
  for _ in $(seq 300); do
    found=$(sed -nE "s/.*$2.*/\1/p" "$1" | head -n 1)
    [ -z "$found" ] || { echo "$found"; return; }
    sleep 0.1
  done
  echo "no /$2/ in $1:" >&2
  cat "$1" >&2
  exit 1
}

java -Xmx128m -XX:+UseSerialGC -cp cli/target/steno.jar:cli/target/test-classes \
  dev.steno.cli.acceptance.LargeOrigin "$work/origin" >"$work/origin.out" &
pids+=($!)
origin=$(wait_for "$work/origin.out" '^([0-9]+)$')

STENO_JAVA_OPTS=$heap ./steno run --listen 127.0.0.1:0 --home "$work/home" --session "$work/large.steno" \
  --upstream-ca "$work/origin/ca.pem" >"$work/steno.out" 2>"$work/steno.err" &
steno=$!
pids+=($steno)
port=$(wait_for "$work/steno.err" 'listening on 127\.0\.0\.1:([0-9]+) ')

url=https://localhost:$origin
curl=(curl -sS --fail --proxy "http://127.0.0.1:$port" --cacert "$work/home/ca.pem")
failed=0

# same NAME HASH...: fails the run if a hash differs from the first one
same() {
  local name=$1 expected=$2 each
  shift 2
  for each in "$@"; do
    if [ "$each" != "$expected" ]; then
      echo "$name: $each instead of $expected" >&2
      failed=1
    fi
  done
}

# figures FILE: formats curl's times of "request ready to be sent", "first byte received" and "done"
figures() {
  awk -v size="$size" '{ printf "first byte %.0f ms after the request, all after %.1f s, %.0f MB/s\n",
    ($2 - $1) * 1e3, $3 - $1, size / 1e6 / ($3 - $1) }' "$1"
}
times='%{stderr}%{time_pretransfer} %{time_starttransfer} %{time_total}\n'

"${curl[@]}" -o "$work/small" -w "$times" "$url/65536" 2>"$work/cold"
echo "the first request of the process: first byte $(awk '{ printf "%.0f", ($2 - $1) * 1e3 }' "$work/cold") ms after it"

expected=$(curl -sS --cacert "$work/origin/ca.pem" "$url/sha256/$size")
received=$("${curl[@]}" -w "$times" "$url/$size" 2>"$work/down" | sha256sum | cut -d' ' -f1)
same "the download as curl received it" "$expected" "$received"
echo "download: $(figures "$work/down")"

# Pseudo-random bytes, the same on each call, which need no space on disk.
noise() {
  head -c "$size" /dev/zero | openssl enc -aes-128-ctr -nosalt -K 00112233445566778899aabbccddeeff -iv 0
}
sent=$(noise 2>/dev/null | sha256sum | cut -d' ' -f1)
answered=$(noise 2>/dev/null | "${curl[@]}" -T - -w "$times" "$url/sink" 2>"$work/up")
same "the upload as the server received it" "$sent" "$answered"
echo "upload:   $(figures "$work/up" | sed "s/first byte [^,]*, //")"

peak=$(awk '/VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$steno/status")
kill "$steno"
wait "$steno" || { cat "$work/steno.err" >&2; failed=1; }

id() {
  ./steno ls "$work/large.steno" --filter "~m $1" --json | tail -n 1 | sed -E 's/.*"id":([0-9]+).*/\1/'
}
same "the download in the session" "$expected" "$(./steno show "$work/large.steno" "$(id GET)" --raw | sha256sum | cut -d' ' -f1)"
same "the upload in the session" "$sent" "$(./steno show "$work/large.steno" "$(id PUT)" --request --raw | sha256sum | cut -d' ' -f1)"
echo "heap:     $heap, peak of resident memory $peak MiB, session of $(du -m "$work/large.steno" | cut -f1) MiB for 2 x $mib MiB"
[ "$failed" = 0 ] && echo "hashes:   equal at client, server and in the session" || echo "hashes:   DIFFER"
exit "$failed"
