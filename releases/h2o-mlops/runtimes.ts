/** Which runtime a deployment of the inventory is on. */

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

/** The name that keeps Hydrogen Torch's runtime for Python 3.8 visible, as an extra runtime. */
export function hasExtraRuntimeName({ runtime }: Deployment): boolean {
  return /(python-scorer_hydrogen_torch_)(\w*)(38)(\w*)/.test(runtime ?? "");
}

/** Whether it has more replicas than a new deployment may have: 5, unless the values say otherwise. */
export function isScaledAbove({ replicas }: Deployment, values: JsonMap): boolean {
  const maximum = valueAt(values, ["maxDeploymentReplicas"]) ?? 5;
  return typeof maximum === "number" && typeof replicas === "number" && replicas > maximum;
}

/** Whether the model is of Driverless AI at this version or an earlier one. */
export function isDriverlessAi(deployment: Deployment, { upTo }: { upTo: string }): boolean {
  const version = driverlessAiVersion(deployment);
  return version !== undefined && compareVersions(version, upTo) <= 0;
}

/** Whether the model needs a Python before this one. A Python that nobody wrote down is none. */
export function isPythonBefore(deployment: Deployment, version: string): boolean {
  const python = pythonOf(deployment);
  return python !== undefined && compareVersions(python, version) < 0;
}

/** What is written in the inventory, or the digits at the end of the runtime's name: `python-scorer_..._38`. */
function pythonOf({ runtime, model }: Deployment): string | undefined {
  const [, minor] = /(?:[_-]|py|python)3\.?(\d{1,2})(?![\d.])/i.exec(imageParts(runtime ?? "").name) ?? [];
  return model?.python ?? (minor && `3.${minor}`);
}

/** Images of the versions that 0.70 names say it in their tags, such as `1.10.6.3-cuda11.2.2`. */
function driverlessAiVersion(deployment: Deployment): string | undefined {
  const [, tagged] = /^(1\.10[\d.]*)-cuda11\.2\.2$/.exec(imageParts(deployment.image ?? "").tag ?? "") ?? [];
  const written = isFramework(deployment, /driverless|^dai/i) ? deployment.model?.version : undefined;
  return written && /^v?\d/.test(written) ? written : tagged;
}
