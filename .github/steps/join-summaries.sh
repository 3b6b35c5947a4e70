#!/usr/bin/env bash
# Joins Markdown texts to one comment. GitHub takes 65,536 characters: what does not fit as a whole comes in its short form
# (FILE.short.md beside FILE.md), and what does not fit at all is named and linked instead.
# Usage: join-summaries.sh COMMENT FILE...      the first FILE is the most important one; one that is not there is left out
# Environment: RUN_URL, where the job summaries have all of it
set -euo pipefail
comment=$1 limit=63000
shift
# As in commands/summarize/comment/comment.ts, which is not checked out here: a test holds the two equal.
marker='<!-- mlops-platform -->'
printf '%s\n' "$marker" > "$comment"
size() { wc -c < "$1"; }
files=() shorts=() room=$limit
for file in "$@"; do
  # A short form comes with the whole one.
  if [ ! -e "$file" ] || [[ $file == *.short.md ]]; then
    continue
  fi
  short=${file%.md}.short.md
  [ -e "$short" ] || short=$file
  files+=("$file")
  shorts+=("$short")
  room=$((room - $(size "$short") - 1))
done
left_out=()
for index in ${files[@]+"${!files[@]}"}; do
  file=${files[index]} chosen=${shorts[index]}
  more=$(($(size "$file") - $(size "$chosen")))
  if [ "$more" -le "$room" ]; then
    chosen=$file
    room=$((room - more))
  fi
  if [ $(($(size "$comment") + $(size "$chosen"))) -gt "$limit" ]; then
    left_out+=("$(basename "$file" .md)")
  else
    { grep -vxF -- "$marker" "$chosen" || true; echo; } >> "$comment"
  fi
done
if [ ${#files[@]} -eq 0 ]; then
  printf 'Nothing could be rendered or previewed. See [this run](%s).\n' "${RUN_URL:-}" >> "$comment"
elif [ ${#left_out[@]} -gt 0 ]; then
  printf '\nToo long for this comment: %s. See the summaries of [this run](%s).\n' "${left_out[*]}" "${RUN_URL:-}" >> "$comment"
fi
