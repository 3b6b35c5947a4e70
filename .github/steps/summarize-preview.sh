#!/usr/bin/env bash
# Writes what a preview changes as Markdown, with every value that may be secret masked. Beside FILE.md comes a short form,
# FILE.short.md, for a comment that has several to show.
# Usage: summarize-preview.sh STACK PREVIEW FILE
set -euo pipefail
mkdir -p "$(dirname "$3")"
summarize() { node commands/main.js summarize --title "Preview of $1" --preview "$2" --out "$3" "${@:4}"; }
summarize "$1" "$2" "$3"
summarize "$1" "$2" "${3%.md}.short.md" --limit 8000
