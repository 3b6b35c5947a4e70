import { log, type Resource } from "@pulumi/pulumi";

/** Tells Pulumi's language host that what went wrong was logged. Source: @pulumi/pulumi, cmd/run/index.js. */
const exitedAfterActionableMessage = 32;

/**
 * Fails a preview when the whole stack was shown. Logging an error alone does not: the engine goes by how the program
 * ends.
 */
export function failPreview(reason: string, resource: Resource): void {
  log.error(reason, resource);
  process.exitCode = exitedAfterActionableMessage;
}
