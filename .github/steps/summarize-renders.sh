#!/usr/bin/env bash
# Writes what all renders change as one Markdown text. Beside FILE.md comes a short form, FILE.short.md, for a comment that
# has previews to show too.
# Usage: summarize-renders.sh HEAD BASE FILE
set -euo pipefail
head=$1 base=$2 file=$3 pairs=()
for folder in "$head"/*/; do
  stack=$(basename "$folder")
  pairs+=(--render "$head/$stack" --base "$base/$stack")
done
mkdir -p "$(dirname "$file")"
summarize() { node commands/main.js summarize --title "Renders against the base" "${pairs[@]}" --out "$1" "${@:2}"; }
summarize "$file"
summarize "${file%.md}.short.md" --limit 8000
