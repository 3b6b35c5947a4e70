#!/usr/bin/env bash
# The gate over every stack's renders.
# Usage: gate-renders.sh HEAD BASE
set -euo pipefail
head=$1 base=$2 worst=0
for folder in "$head"/*/; do
  stack=$(basename "$folder")
  printf '\n== %s\n' "$stack"
  bash .github/steps/gate.sh "$stack" --render "$head/$stack" --base "$base/$stack" || worst=$?
done
exit "$worst"
