/** An error that its user can fix. The message is complete, so it is printed without a stack trace. */
export class UserError extends Error {
  // The marker of Pulumi's RunError, of which the engine prints only the message. Importing the class would load the SDK.
  readonly __pulumiRunError = true;
}
