/** Input that its user can fix. The message says all there is to say, so nobody prints a stack trace. */
export class UserError extends Error {
  // The mark of Pulumi's RunError: the engine prints the message alone. Importing that class would load the whole SDK.
  readonly __pulumiRunError = true;
}
