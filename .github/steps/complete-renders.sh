#!/usr/bin/env bash
# A stack that one side lacks was added or removed: gives that side a render of nothing.
# Usage: complete-renders.sh HEAD BASE
set -euo pipefail
head=$1 base=$2
empty() {
  [ -e "$1/resources.json" ] && return
  mkdir -p "$1"
  echo '[]' > "$1/resources.json"
  echo '{"policies":[],"messages":[]}' > "$1/findings.json"
}
for folder in "$head"/*/ "$base"/*/; do
  stack=$(basename "$folder")
  empty "$head/$stack"
  empty "$base/$stack"
done
