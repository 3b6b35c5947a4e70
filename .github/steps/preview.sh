#!/usr/bin/env bash
# Previews a stack, with its policies, as the engine's events, a line of JSON each: unlike the digest that --json gives
# by itself, they have the violations. Debug messages are left out before anything is written: Pulumi's SDK puts values
# of Secrets into them. The file echoes the stack's plain config: it stays on this machine.
# Usage: preview.sh STACK FILE
# Environment: REFRESH, not empty to compare with what is there rather than with the state
set -euo pipefail
stack=$1 file=$2
umask 077
mkdir -p "$(dirname "$file")"
code=0
PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true \
  pulumi preview --stack "$stack" --non-interactive --json --suppress-permalink=true --policy-pack policies \
  ${REFRESH:+--refresh --run-program} |
  jq --raw-input --compact-output --unbuffered 'fromjson? | select(.diagnosticEvent?.severity? != "debug")' \
    > "$file" || code=$?
if [ "$code" != 0 ]; then
  # Of the file only errors and violations are shown, in which Pulumi masks secrets.
  jq -r '(.diagnosticEvent | select(.severity? == "error") | .message),
    (.policyEvent | select(.enforcementLevel? == "mandatory") | "policy \(.policyName): \(.resourceUrn): \(.message)")' \
    "$file" >&2
fi
if [ ! -s "$file" ]; then
  echo "pulumi preview wrote no events" >&2
  [ "$code" != 0 ] || code=1
fi
exit "$code"
