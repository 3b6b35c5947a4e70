/** A value of a stack's config as Pulumi hands it to a program: objects as JSON, and texts as they are. */
export function configValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
