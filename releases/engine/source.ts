/** Citation of a document, for every fact that a release states. */

export interface Source {
  /** Public name of the document: a migration guide, or a chart or page with its version. */
  file: string;
  /** Short title, as messages show it. */
  title: string;
  heading: string;
  /** Verbatim, so that it can be found in the document. */
  quote: string;
}

/**
 * Cites a document: `const guide = document("Migration guide, as of 1.1", "Migration guide")`, then a heading,
 * `const storage = guide("Storage")`, then a quote, `storage("All parameters are removed.")`.
 */
export function document(file: string, title: string): (heading: string) => (quote: string) => Source {
  return (heading) => (quote) => ({ file, title, heading, quote });
}
