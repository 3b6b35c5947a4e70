#!/usr/bin/env bash
# Deploys a stack that has been previewed and has no destructive change that is not allowed. Prints neither outputs nor the
# link to the state, which on S3, GCS and Azure is a signed URL that anybody who reads the log could open.
# Usage: up.sh STACK
# Environment: REFRESH, not empty to put back what was changed behind Pulumi's back
set -euo pipefail
exec pulumi up --stack "$1" --yes --skip-preview --non-interactive --color never \
  --suppress-outputs --suppress-permalink=true --policy-pack policies ${REFRESH:+--refresh --run-program}
