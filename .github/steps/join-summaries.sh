#!/usr/bin/env bash
# Joins Markdown texts to one comment. What no longer fits (GitHub takes 65,536 characters) is named and linked instead.
# Usage: join-summaries.sh COMMENT FILE...      the first FILE is the most important one
# Environment: RUN_URL, where the job summaries have all of it
set -euo pipefail
comment=$1 limit=65000
shift
marker='<!-- mlops-platform -->'
printf '%s\n' "$marker" > "$comment"
left_out=()
for file in "$@"; do
  size=$(($(wc -c < "$comment") + $(wc -c < "$file") + 2000))
  if [ "$size" -gt "$limit" ]; then
    left_out+=("$(basename "$file" .md)")
  else
    { grep -vxF -- "$marker" "$file" || true; echo; } >> "$comment"
  fi
done
if [ ${#left_out[@]} -gt 0 ]; then
  printf '\nToo long for this comment: %s. See the summaries of [this run](%s).\n' "${left_out[*]}" "${RUN_URL:-}" >> "$comment"
fi
