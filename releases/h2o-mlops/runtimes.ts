/** Runtimes of the deployments in the inventory. */

import { type JsonMap, valueAt } from "../../lib/json.ts";
import { type Deployment, imageParts, isFramework, runs } from "../engine/inventory.ts";
import { compareVersions } from "../engine/versions.ts";

export function isMlflow(deployment: Deployment): boolean {
  return isFramework(deployment, /mlflow/i) || runs(deployment, /mlflow/i);
}

export function isHydrogenTorch(deployment: Deployment): boolean {
  return isFramework(deployment, /hydrogen.?torch/i) || runs(deployment, /hydrogen.?torch/i);
}

export function isPickle(deployment: Deployment): boolean {
  return isFramework(deployment, /pickle/i) || runs(deployment, /pickle/i);
}

/** Whether the name keeps the Hydrogen Torch runtime for Python 3.8 visible as an extra runtime. */
export function hasExtraRuntimeName({ runtime }: Deployment): boolean {
  return /(python-scorer_hydrogen_torch_)(\w*)(38)(\w*)/.test(runtime ?? "");
}

/** Whether it has more replicas than `maxDeploymentReplicas` (default 5) allows for a new deployment. */
export function isScaledAbove({ replicas }: Deployment, values: JsonMap): boolean {
  const maximum = valueAt(values, ["maxDeploymentReplicas"]) ?? 5;
  return typeof maximum === "number" && typeof replicas === "number" && replicas > maximum;
}

/** Whether the model is from Driverless AI, of this version or an earlier one. */
export function isDriverlessAi(deployment: Deployment, { upTo }: { upTo: string }): boolean {
  const version = driverlessAiVersion(deployment);
  return version !== undefined && compareVersions(version, upTo) <= 0;
}

/** Whether the model needs an earlier Python than this one. False if its Python is not known. */
export function isPythonBefore(deployment: Deployment, version: string): boolean {
  const python = pythonOf(deployment);
  return python !== undefined && compareVersions(python, version) < 0;
}

/** Python from the inventory, or from the digits in the runtime's name: `python-scorer_..._38`. */
function pythonOf({ runtime, model }: Deployment): string | undefined {
  const [, minor] = /(?:[_-]|py|python)3\.?(\d{1,2})(?![\d.])/i.exec(imageParts(runtime ?? "").name) ?? [];
  return model?.python ?? (minor && `3.${minor}`);
}

/** Version from the inventory, or from a tag like `1.10.6.3-cuda11.2.2`, as the images that 0.70 names have it. */
function driverlessAiVersion(deployment: Deployment): string | undefined {
  const [, tagged] = /^(1\.10[\d.]*)-cuda11\.2\.2$/.exec(imageParts(deployment.image ?? "").tag ?? "") ?? [];
  const written = isFramework(deployment, /driverless|^dai/i) ? deployment.model?.version : undefined;
  return written && /^v?\d/.test(written) ? written : tagged;
}
