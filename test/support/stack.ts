import { type RecordedResource, type Recording, record } from "../../commands/render/monitor.ts";
import { type Inputs, type InputValue, Secret } from "../../graph/inputs.ts";
import type { Message } from "../../graph/message.ts";

/** What a program registered, with the questions that tests ask of it; `one` and `all` can be destructured. */
export class Stack {
  readonly resources: RecordedResource[];
  readonly messages: Message[];
  readonly outputs: Record<string, unknown>;

  constructor({ resources, messages, outputs }: Recording) {
    this.resources = resources;
    this.messages = messages;
    this.outputs = outputs;
  }

  /** Messages of a severity, in the order they were logged in. */
  said(severity: Message["severity"]): string[] {
    return this.messages.filter((each) => each.severity === severity).map(({ message }) => message);
  }

  /** Every resource of a type, named by its token or by its last part (`Deployment`). */
  readonly all = (type: string): RecordedResource[] =>
    this.resources.filter((resource) => resource.type === type || resource.type.endsWith(`:${type}`));

  /** The only resource of a type, or the one of that name. */
  readonly one = (type: string, name?: string): RecordedResource => {
    const found = this.all(type).filter((resource) => name === undefined || resource.name === name);
    const [resource] = found;
    if (resource === undefined || found.length > 1) {
      const names = this.resources.map((other) => `${other.type} ${other.name}`).join("\n  ");
      throw new Error(`expected one ${type} ${name ?? ""}, found ${found.length} among\n  ${names}`);
    }
    return resource;
  };

  /** Names of the resources that this one waits for. */
  waitsFor(resource: RecordedResource): string[] {
    return this.resources.filter((other) => resource.dependsOn.includes(other.urn)).map((other) => other.name);
  }

  parentOf(resource: RecordedResource): RecordedResource | undefined {
    return this.resources.find((other) => other.urn === resource.parent);
  }
}

/** Runs a program in-process and returns what it registered. */
export async function stack(run: () => unknown): Promise<Stack> {
  return new Stack(await record({ project: "mlops-platform", stack: "test", run }));
}

/** The value at a dotted path of the inputs, such as `spec.template.spec.containers.0`. */
export function at(resource: RecordedResource, path: string): InputValue | undefined {
  return path.split(".").reduce<InputValue | undefined>((value, key) => {
    const inner = value instanceof Secret ? value.reveal() : value;
    return typeof inner === "object" && inner !== null ? (inner as Inputs)[key] : undefined;
  }, resource.inputs);
}
