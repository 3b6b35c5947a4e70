#!/usr/bin/env bash
# Writes what a preview changes as Markdown, with every value that may be secret masked.
# Usage: summarize-preview.sh STACK PREVIEW FILE
set -euo pipefail
mkdir -p "$(dirname "$3")"
node cli/main.js summarize --title "Preview of $1" --preview "$2" --out "$3"
