#!/usr/bin/env bash
# Fails when the renders of any stack have a destructive change that is not allowed.
# Usage: destructive-renders.sh HEAD BASE
set -euo pipefail
head=$1 base=$2 worst=0
for folder in "$head"/*/; do
  stack=$(basename "$folder")
  printf '\n== %s\n' "$stack"
  bash .github/steps/destructive.sh "$stack" --render "$head/$stack" --base "$base/$stack" || worst=$?
done
exit "$worst"
