#!/usr/bin/env bash
# Says whether what a stack deployed is still as it was deployed. Reads only: neither state nor resources change.
# Usage: drift.sh STACK REPORT
# Exit code: 0 no drift, 7 drift (as Pulumi has it), anything else: it could not be checked.
set -euo pipefail
stack=$1 report=$2
mkdir -p "$(dirname "$report")"
# --run-program: where the cluster is and how to log in come from the program, not from what the last update had.
pulumi refresh --stack "$stack" --preview-only --run-program --expect-no-changes --non-interactive --color never \
  --suppress-outputs --suppress-permalink=true --suppress-progress 2>&1 | tee "$report"
