#!/usr/bin/env bash
# Puts a text into a pull request as one comment, which later runs update in place.
# Usage: comment.sh FILE
# Environment: GH_TOKEN, GITHUB_REPOSITORY, PULL_REQUEST (its number)
set -euo pipefail
file=$1
marker=$(head -n 1 "$file")
comments=repos/$GITHUB_REPOSITORY/issues
# Only a comment of this workflow's own user: anybody can write a comment with the marker.
mine='.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id'
id=$(MARKER=$marker gh api --paginate "$comments/$PULL_REQUEST/comments" --jq "$mine" | head -n 1)
body() { jq --raw-input --slurp '{body: .}' "$file"; }
if [ -n "$id" ]; then
  body | gh api --silent --method PATCH "$comments/comments/$id" --input -
else
  body | gh api --silent --method POST "$comments/$PULL_REQUEST/comments" --input -
fi
