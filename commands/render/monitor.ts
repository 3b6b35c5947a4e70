/**
 * Runs a Pulumi program inside this process against a resource monitor of our own, and records what it registers.
 *
 * The monitor takes the place of the engine's gRPC client through `setMockOptions`, an internal of the SDK: unlike
 * `setMocks` it shows parents, dependencies, options and hooks, and marks secrets key by key. Everything that depends
 * on that internal is in this file and in `pulumiInternals.ts`; `deferredSerialization.ts` depends on two more of its
 * modules. `@pulumi/pulumi` is pinned.
 */
import { runtime } from "@pulumi/pulumi";
import { type Inputs, revive } from "../../graph/inputs.ts";
import type { Message } from "../../graph/message.ts";
import { listener } from "./messages.ts";
import { placeholderOutputs } from "./placeholders.ts";
import {
  Callback,
  type RegisterRequest,
  RegisterResourceResponse,
  type RegisterResponse,
  type Reply,
  StructClass,
  settings,
  state,
} from "./pulumiInternals.ts";

export interface Program {
  project: string;
  stack: string;

  /** Raw config values by full key, objects as JSON. */
  config?: Record<string, string>;

  /** Keys of `config` whose values are secret. */
  secretKeys?: string[];

  /** The program itself, which returns the stack's outputs. */
  run: () => Promise<unknown> | unknown;
}

export interface RecordedResource {
  urn: string;
  type: string;
  name: string;
  parent: string | undefined;
  dependsOn: string[];
  custom: boolean;
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: string[];
  aliases: number;
  deleteBeforeReplace: boolean;
  timeouts: { create: string; update: string; delete: string } | undefined;
  provider: string | undefined;
  hooks: { beforeCreate: string[]; beforeUpdate: string[] };
  inputs: Inputs;
}

export interface Recording {
  resources: RecordedResource[];

  /** Messages in the order in which they were logged. */
  messages: Message[];
  outputs: Record<string, unknown>;
}

/**
 * Runs the program and returns what it registered, in order of registration, and what it logged.
 *
 * @throws the program's own error, or an error where it invokes a provider function or reads a resource.
 */
export async function record(program: Program): Promise<Recording> {
  const { exitCode } = process;
  try {
    return await state.withLocalStorage(() => recorded(program));
  } finally {
    // A program may set an exit code to fail its preview. A render reports its messages instead.
    process.exitCode = exitCode;
  }
}

async function recorded(program: Program): Promise<Recording> {
  const resources: RecordedResource[] = [];
  const messages: Message[] = [];
  settings.setMockOptions(monitor(program, resources), program.project, program.stack, true, "organization");
  const store = state.getStore();
  store.callbacks = noCallbacks;
  store.settings.engine = listener(messages);
  runtime.setAllConfig(program.config ?? {}, program.secretKeys ?? []);
  // A rejection inside the stack would also reject promises that only the SDK holds, so the error is passed on by hand.
  let failure: { error: unknown } | undefined;
  const outputs = await withShortStackTraces(async () => {
    const returned = await runtime.runInPulumiStack(async () => {
      try {
        return await program.run();
      } catch (error) {
        failure = { error };
        return {};
      }
    });
    await settings.waitForRPCs();
    return returned;
  });
  if (failure !== undefined) {
    throw failure.error;
  }
  return { resources, messages, outputs: outputs ?? {} };
}

/** The SDK formats a stack trace for every promise that it tracks, which would be most of the cost of a resource. */
async function withShortStackTraces<Result>(run: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Replaces the server on which the engine calls hooks and transforms. A render calls none, so nothing listens. */
const noCallbacks = {
  registerResourceHook: async () => undefined,
  registerTransform: async () => new Callback(),
  awaitStackRegistrations: async () => undefined,
  shutdown: () => undefined,
};

const unimplemented = { code: 12 };

/** Without `outputValues`, inputs arrive as plain values, which a render needs. Only remote components use the feature. */
const unsupportedFeatures = new Set(["outputValues", "invokeTransforms"]);

function monitor(program: Program, resources: RecordedResource[]): unknown {
  return {
    supportsFeature: (request: { getId(): string }, reply: Reply) =>
      reply(null, { getHassupport: () => !unsupportedFeatures.has(request.getId()) }),
    getDeploymentInfo: (_request: unknown, reply: Reply) => reply(unimplemented),
    registerResource: (request: RegisterRequest, reply: Reply) => {
      // The children of a remote component come from its provider: a render has none of them, and nothing to transform.
      if (request.getTransformsList().length > 0 && !request.getRemote()) {
        return reply(
          new Error(
            `${request.getType()} "${request.getName()}" has transforms, which a render cannot run: set the properties in the program instead`,
          ),
        );
      }
      const resource = recordedResource(program, request);
      resources.push(resource);
      reply(null, response(request, resource));
    },
    registerResourceOutputs: (_request: unknown, reply: Reply) => reply(null, {}),
    readResource: (request: { getType(): string; getName(): string }, reply: Reply) =>
      reply(
        new Error(
          `${request.getType()} "${request.getName()}" is read from a provider, which a render cannot do: take the values from config`,
        ),
      ),
    invoke: (request: { getTok(): string }, reply: Reply) =>
      reply(new Error(`${request.getTok()} is invoked, which a render cannot do: take the value from config`)),
    signalAndWaitForShutdown: (_request: unknown, reply: Reply) => reply(null, {}),
  };
}

function recordedResource(program: Program, request: RegisterRequest): RecordedResource {
  const timeouts = request.getCustomtimeouts();
  return {
    urn: urn(program, request),
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    dependsOn: request.getDependenciesList(),
    custom: request.getCustom(),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
    aliases: request.getAliasesList().length,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    timeouts: timeouts && { create: timeouts.getCreate(), update: timeouts.getUpdate(), delete: timeouts.getDelete() },
    provider: request.getProvider() || undefined,
    hooks: {
      beforeCreate: request.getHooks()?.getBeforeCreateList() ?? [],
      beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
    },
    inputs: revive(request.getObject()?.toJavaScript() ?? {}) as Inputs,
  };
}

/** The answer in the engine's place: the inputs, and fixed placeholders for outputs that only a provider knows. */
function response(request: RegisterRequest, resource: RecordedResource): RegisterResponse {
  const answer = new RegisterResourceResponse();
  answer.setUrn(resource.urn);
  const { id, ...outputs } = placeholderOutputs(resource);
  answer.setId(resource.custom ? id : "");
  const known = Object.keys(outputs).length === 0;
  answer.setObject(
    known ? request.getObject() : StructClass.fromJavaScript({ ...request.getObject()?.toJavaScript(), ...outputs }),
  );
  return answer;
}

/** The URN as the engine builds it: the types of the parents, joined by `$`, and the name. */
function urn(program: Program, request: RegisterRequest): string {
  const parentTypes = request.getParent().split("::")[2];
  const isNested = parentTypes !== undefined && parentTypes !== "pulumi:pulumi:Stack";
  const type = isNested ? `${parentTypes}$${request.getType()}` : request.getType();
  return `urn:pulumi:${program.stack}::${program.project}::${type}::${request.getName()}`;
}
