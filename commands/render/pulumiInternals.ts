/** Types for the internals of Pulumi's SDK that the in-process monitor uses: generated protobuf classes, settings and state. */
import { createRequire } from "node:module";

export interface Struct {
  toJavaScript(): Record<string, unknown>;
}

export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): Struct | undefined;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getAliasesList(): unknown[];
  getDeletebeforereplace(): boolean;
  getProvider(): string;
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
  getHooks(): { getBeforeCreateList(): string[]; getBeforeUpdateList(): string[] } | undefined;
  getTransformsList(): unknown[];
  getRemote(): boolean;
}

export interface RegisterResponse {
  setUrn(urn: string): void;
  setId(id: string): void;
  setObject(object: Struct | undefined): void;
}

export interface LogRequest {
  getSeverity(): number;
  getMessage(): string;

  /** Empty where the message is about no resource. */
  getUrn(): string;

  /** Whether the message is shown only for a moment, such as one about progress. */
  getEphemeral(): boolean;
}

export type Reply = (error: Error | { code: number } | null, response?: unknown) => void;

/** State of one run of a program. */
interface Store {
  callbacks: unknown;
  settings: { engine: unknown };
}

const require = createRequire(import.meta.url);

export const {
  RegisterResourceResponse,
}: { RegisterResourceResponse: new () => RegisterResponse } = require("@pulumi/pulumi/proto/resource_pb.js");

export const { Callback }: { Callback: new () => unknown } = require("@pulumi/pulumi/proto/callback_pb.js");

export const {
  LogSeverity,
}: {
  LogSeverity: Record<"DEBUG" | "INFO" | "WARNING" | "ERROR", number>;
} = require("@pulumi/pulumi/proto/engine_pb.js");

// The SDK's own copy of protobuf: the SDK does not accept messages of another copy.
export const { Struct: StructClass }: { Struct: { fromJavaScript(value: unknown): Struct } } = createRequire(
  require.resolve("@pulumi/pulumi"),
)("google-protobuf/google/protobuf/struct_pb.js");

export const settings: {
  setMockOptions(monitor: unknown, project: string, stack: string, preview: boolean, organization: string): void;
  waitForRPCs(): Promise<void>;
} = require("@pulumi/pulumi/runtime/settings.js");

export const state: {
  getStore(): Store;

  /** Runs with a store of its own, in which the engine may be an object instead of an address. */
  withLocalStorage<Result>(run: () => Promise<Result>): Promise<Result>;
} = require("@pulumi/pulumi/runtime/state.js");
