#!/usr/bin/env bash
# Renders every stack of the checkout in this folder, by the checkout's own code. Needs no credentials.
# Usage: render.sh OUT [BASE]      BASE: renders of another checkout, to say what changed
# Exit code: 3 when a mandatory policy is violated, 1 when a stack can't be rendered; the others are rendered nevertheless.
set -euo pipefail
out=$1 base=${2:-} violated=0 failed=0
for file in Pulumi.*.yaml; do
  stack=${file#Pulumi.}
  stack=${stack%.yaml}
  against=()
  if [ -n "$base" ] && [ -d "$base/$stack" ]; then
    against=(--base "$base/$stack")
  fi
  printf '\n== %s\n' "$stack"
  code=0
  node commands/main.js render --out "$out/$stack" ${against[@]+"${against[@]}"} -- "$stack" || code=$?
  case $code in
    0) ;;
    3) violated=3 ;;
    *) failed=1 ;;
  esac
done
[ "$failed" = 0 ] || exit 1
exit "$violated"
