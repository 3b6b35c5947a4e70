import { log, type Resource } from "@pulumi/pulumi";

/** Exit code for Pulumi's language host: the error was logged already. Source: @pulumi/pulumi, cmd/run/index.js. */
const exitedAfterActionableMessage = 32;

/**
 * Fails a preview after it has shown the whole stack. Logging an error is not enough: the engine goes by the exit code
 * of the program.
 */
export function failPreview(reason: string, resource: Resource): void {
  log.error(reason, resource);
  process.exitCode = exitedAfterActionableMessage;
}
