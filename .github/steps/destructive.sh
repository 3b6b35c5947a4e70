#!/usr/bin/env bash
# Fails when a stack would delete or replace something stateful, unless .github/allowed-destruction names it.
# Usage: destructive.sh STACK --preview FILE | destructive.sh STACK --render DIR --base DIR
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
    # The command would refuse the name. Here it is expected: the change has been deployed.
    echo ".github/allowed-destruction: $stack $name is no longer deleted or replaced; remove the line"
  fi
done < <(sed 's/#.*//' .github/allowed-destruction)
exec node commands/main.js destructive "$@" ${allowed[@]+"${allowed[@]}"}
