/**
 * A notice as one line of a program's log. A preview keeps only the text of a message, so this module both writes and
 * reads the line: `h2o-mlops 0.69.0 runtime-image-unknown (action) of "churn": The image's tag does not name a version.`
 */
import { z } from "zod";

export const loggedNoticeSchema = z.strictObject({
  product: z.string(),
  release: z.string(),
  id: z.string(),
  severity: z.enum(["breaking", "action", "info"]),
  /** Key of the values, as `formatPath` writes it. */
  path: z.string().optional(),
  /** Name of the deployment. */
  deployment: z.string().optional(),
  message: z.string(),
});

export type LoggedNotice = z.output<typeof loggedNoticeSchema>;

export function formatNotice({ product, release, id, severity, path, deployment, message }: LoggedNotice): string {
  const place = [
    ...(deployment === undefined ? [] : [` of ${JSON.stringify(deployment)}`]),
    ...(path === undefined ? [] : [` at ${path}`]),
  ];
  return `${product} ${release} ${id} (${severity})${place.join("")}: ${message}`;
}

/** The notice of a line that `formatNotice` wrote; undefined for any other line. */
export function parseNotice(line: string): LoggedNotice | undefined {
  const { deployment, path, ...required } = pattern.exec(line)?.groups ?? {};
  return loggedNoticeSchema.safeParse({
    ...required,
    ...(deployment !== undefined && { deployment: JSON.parse(deployment) }),
    ...(path !== undefined && { path }),
  }).data;
}

const jsonText = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"`;

const pattern = new RegExp(
  String.raw`^(?<product>[\w-]+) (?<release>\d+\.\d+\.\d+) (?<id>[\w-]+) \((?<severity>\w+)\)` +
    String.raw`(?: of (?<deployment>${jsonText}))?(?: at (?<path>(?:[\w.-]|\[(?:\d+|${jsonText})\])*))?: (?<message>.*)$`,
  "s",
);
