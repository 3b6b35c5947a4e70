#!/usr/bin/env bash
# Fails when a stack is about to delete or replace something that keeps data, unless .github/allowed-destruction names it.
# Usage: gate.sh STACK --preview FILE | gate.sh STACK --render DIR --base DIR
set -euo pipefail
stack=$1
shift
allowed=()
while read -r for_stack name _; do
  [ "$for_stack" = "$stack" ] && allowed+=(--allow "$name")
done < <(sed 's/#.*//' .github/allowed-destruction)
exec node cli/main.js destructive "$@" ${allowed[@]+"${allowed[@]}"}
