/** Where a fact comes from. */

export interface Source {
  /** The document: a migration guide, or a chart or page named with its version. */
  file: string;
  /** What people call it. */
  title: string;
  heading: string;
  /** Word for word, so that it can be found there. */
  quote: string;
}

/**
 * Cites a document: `const guide = document("guide.txt", "Migration guide")`, then by heading,
 * `const storage = guide("Storage")`, then word for word, `storage("All parameters are removed.")`.
 */
export function document(file: string, title: string): (heading: string) => (quote: string) => Source {
  return (heading) => (quote) => ({ file, title, heading, quote });
}
