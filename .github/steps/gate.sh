#!/usr/bin/env bash
# Fails when a stack is about to delete or replace something that keeps data, unless .github/allowed-destruction names it.
# Usage: gate.sh STACK --preview FILE | gate.sh STACK --render DIR --base DIR
set -euo pipefail
stack=$1
shift
found=$(node commands/main.js destructive --format json "$@" 2>/dev/null | jq -r '.stateful[].allow' || true)
allowed=()
while read -r for_stack name _; do
  [ "$for_stack" = "$stack" ] || continue
  if grep -qxF -- "$name" <<< "$found"; then
    allowed+=(--allow "$name")
  else
    # The command takes this for a mistake; here it is what happens once the change is deployed.
    echo ".github/allowed-destruction: $stack $name goes nowhere any more; remove the line"
  fi
done < <(sed 's/#.*//' .github/allowed-destruction)
exec node commands/main.js destructive "$@" ${allowed[@]+"${allowed[@]}"}
