#!/usr/bin/env bash
# Makes the kubeconfig that a stack without cluster.kubeconfig takes: of EKS or AKS by the cloud's login, or as given.
# Environment: KUBECONFIG, where it is written; EKS_CLUSTER with AWS_REGION, AKS_CLUSTER with AKS_RESOURCE_GROUP, or
# KUBECONFIG_CONTENT. None of them: nothing is written.
set -euo pipefail
umask 077
if [ -n "${EKS_CLUSTER:-}" ]; then
  aws eks update-kubeconfig --name "$EKS_CLUSTER" --region "$AWS_REGION" --kubeconfig "$KUBECONFIG"
elif [ -n "${AKS_CLUSTER:-}" ]; then
  az aks get-credentials --name "$AKS_CLUSTER" --resource-group "$AKS_RESOURCE_GROUP" --file "$KUBECONFIG" --overwrite-existing
  kubelogin convert-kubeconfig --login azurecli
elif [ -n "${KUBECONFIG_CONTENT:-}" ]; then
  printf '%s\n' "$KUBECONFIG_CONTENT" > "$KUBECONFIG"
else
  exit 0
fi
[ -z "${GITHUB_ENV:-}" ] || echo "KUBECONFIG=$KUBECONFIG" >> "$GITHUB_ENV"
