#!/usr/bin/env bash
# Writes what policies and releases say of every stack as SARIF, a file for each: the category in it names the stack.
# Usage: sarif.sh OUT
set -euo pipefail
out=$1
renders=$(mktemp -d)
trap 'rm -rf "$renders"' EXIT
mkdir -p "$out"
for file in Pulumi.*.yaml; do
  stack=${file#Pulumi.}
  stack=${stack%.yaml}
  code=0
  node commands/main.js render --format sarif --out "$renders/$stack" -- "$stack" > "$out/$stack.sarif" || code=$?
  # 3: a mandatory policy is violated, which is what the file says.
  [ "$code" = 0 ] || [ "$code" = 3 ] || rm "$out/$stack.sarif"
done
