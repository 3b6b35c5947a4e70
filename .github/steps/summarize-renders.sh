#!/usr/bin/env bash
# Writes what all renders change as one Markdown text.
# Usage: summarize-renders.sh HEAD BASE FILE
set -euo pipefail
head=$1 base=$2 file=$3 pairs=()
for folder in "$head"/*/; do
  stack=$(basename "$folder")
  pairs+=(--render "$head/$stack" --base "$base/$stack")
done
mkdir -p "$(dirname "$file")"
node cli/main.js summarize --title "Renders against the base" "${pairs[@]}" --out "$file"
