#!/usr/bin/env bash
# Writes what a preview changes as Markdown, with every value that may be secret masked.
# Usage: summarize-preview.sh PREVIEW FILE
set -euo pipefail
mkdir -p "$(dirname "$2")"
node cli/main.js summarize --preview "$1" --out "$2"
