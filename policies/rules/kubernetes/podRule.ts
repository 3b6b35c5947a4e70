/** How rules on pods are declared. */

import { type ResourceRule, type Rule, resourceRule } from "../../engine/rule.ts";
import { type Container, containersOf, isWorkload, named, type Pod, podOf } from "./objects.ts";

type Declaration = Omit<ResourceRule, "on" | "check">;

/** A rule that holds for the pod of every workload. */
export function podRule({ problems, ...declared }: Declaration & { problems(pod: Pod): string[] }): Rule {
  return resourceRule({ ...declared, on: isWorkload, check: (workload) => problems(podOf(workload)) });
}

/** The sentence `The container "a" …` about those of a pod that something is wrong with; none where all are well. */
export function problemOf(
  containers: readonly Container[],
  isWrong: (container: Container) => boolean,
  text: string,
): string[] {
  const wrong = containers.filter(isWrong).map(({ name }) => name);
  return wrong.length === 0 ? [] : [`${named("container", wrong)} ${text}`];
}

/** As `problemOf`, of containers of every kind. */
export function containerProblem(pod: Pod, isWrong: (container: Container) => boolean, text: string): string[] {
  return problemOf(containersOf(pod), isWrong, text);
}
