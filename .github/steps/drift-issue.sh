#!/usr/bin/env bash
# Keeps one issue for a stack's drift: opened or updated while there is some, closed when there is none.
# Usage: drift-issue.sh STACK REPORT EXIT_CODE      EXIT_CODE: of drift.sh
# Environment: GH_TOKEN, GITHUB_REPOSITORY, RUN_URL
set -euo pipefail
stack=$1 report=$2 code=$3
title="Drift: $stack"
number=$(TITLE=$title gh api --paginate "repos/$GITHUB_REPOSITORY/issues?state=open&creator=github-actions%5Bbot%5D" \
  --jq '.[] | select(.title == env.TITLE) | .number' | head -n 1)
text() {
  case $code in
    0) printf 'No drift any more ([run](%s)).\n' "$RUN_URL" ;;
    7)
      printf 'Resources of the stack `%s` are not as they were deployed ([run](%s)). ' "$stack" "$RUN_URL"
      printf 'To put them back: run the workflow Deploy with `refresh`. To keep the change: bring it into the code.\n\n'
      # A line of backquotes in the report must not end the block. Issues take 65,536 characters.
      printf '~~~~~text\n%s\n~~~~~\n' "$(tail -c 50000 "$report")"
      ;;
    *) printf 'The drift of the stack `%s` could not be checked ([run](%s)).\n' "$stack" "$RUN_URL" ;;
  esac
}
send() { gh api --silent --method "$1" "repos/$GITHUB_REPOSITORY/issues$2" --input -; }
if [ "$code" = 0 ]; then
  [ -n "$number" ] || exit 0
  text | jq -Rs '{body: .}' | send POST "/$number/comments"
  echo '{"state": "closed"}' | send PATCH "/$number"
elif [ -n "$number" ]; then
  text | jq -Rs '{body: .}' | send PATCH "/$number"
else
  text | jq -Rs --arg title "$title" '{title: $title, body: .}' | send POST ""
fi
