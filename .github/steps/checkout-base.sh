#!/usr/bin/env bash
# Puts the commit that a pull request is merged into beside this checkout, with its packages.
# Usage: checkout-base.sh FOLDER [COMMIT]      COMMIT: the first parent, unless given
set -euo pipefail
folder=$1 commit=${2:-HEAD^1}
git worktree add --quiet --detach "$folder" "$commit"
if cmp -s package-lock.json "$folder/package-lock.json"; then
  ln -sfn "$PWD/node_modules" "$folder/node_modules"
else
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
fi
