/** Declares rules on the pods of workloads. */
import { type ResourceRule, type Rule, resourceRule } from "../../engine/rule.ts";
import { type Container, containersOf, isWorkload, type Pod, podOf } from "./pods.ts";

type Declaration = Omit<ResourceRule, "on" | "check">;

/** A rule on the pod of every workload. */
export function podRule({ problems, ...declared }: Declaration & { problems(pod: Pod): string[] }): Rule {
  return resourceRule({ ...declared, on: isWorkload, check: (workload) => problems(podOf(workload)) });
}

/** The sentence `The container "a" …` about the containers that are wrong; none where there are none. */
export function containerProblem(
  containers: readonly Container[],
  isWrong: (container: Container) => boolean,
  text: string,
): string[] {
  const wrong = containers.filter(isWrong).map(({ name }) => name);
  return wrong.length === 0 ? [] : [`${named("container", wrong)} ${text}`];
}

/** The same about the containers of a pod, of every kind. */
export function podContainerProblem(pod: Pod, isWrong: (container: Container) => boolean, text: string): string[] {
  return containerProblem(containersOf(pod), isWrong, text);
}

/** `The container "a"` or `The containers "a" and "b"`, as the beginning of a sentence. */
export function named(kind: string, names: (string | undefined)[]): string {
  const quoted = names.map((name) => `"${name ?? "?"}"`);
  const all = [quoted.slice(0, -1).join(", "), quoted.at(-1)].filter(Boolean).join(" and ");
  return `The ${kind}${names.length > 1 ? "s" : ""} ${all}`;
}
