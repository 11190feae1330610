#!/usr/bin/env bash
# Acceptance runs that take too long for every build, with a summary: browsing, kills on one session, bodies of 2 GiB.
#
# usage: run.sh [KILLS] [MIB]
set -uo pipefail
cd "$(dirname "$0")/../.."
kills=${1:-5}
mib=${2:-2048}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
summary=()
failed=0

# step NAME COMMAND...: runs the command, shows its output, and records whether it failed
step() {
  local name=$1 began=$SECONDS outcome=passed
  shift
  echo "== $name"
  "$@" 2>&1 | tee "$log" || { outcome=FAILED; failed=1; }
  grep -q 'skipped:' "$log" && outcome="$outcome, parts skipped: see above"
  summary+=("$(printf '%-28s %4d s  %s' "$name" $((SECONDS - began)) "$outcome")")
}

it() {
  mvn -q -B verify -pl cli -am -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false "$@"
}

step "curl, Chromium and nginx" it -Dit.test=BrowsingIT
step "kill -9, $kills times" it -Dit.test=KilledIT "-Dsteno.accept.kills=$kills"
step "what is left behind" it -Dit.test=TidyIT
step "2 x $mib MiB at -Xmx256m" bench/accept/large-bodies.sh "$mib"

printf '\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
