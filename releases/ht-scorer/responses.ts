/**
 * Responses of Hydrogen Torch scorers, from the shape of one runtime to that of the other. For N rows in the request:
 *
 * - 1.7: `{fields: ["output"], rows: [[blob]]}`, where the blob is JSON text with N predictions, `{"predictions":
 *   [[0.3, 0.7], …], "labels": […]}`. A request of one row gets `[[0.3, 0.7]]`, a list of one.
 * - 2.0: N rows with a JSON text each, `{"predictions": [0.3, 0.7], "labels": […]}`.
 *
 * Source: H2O MLOps migration guide, "HT scorer runtime 1.7.x to 2.0.x".
 */
import { isDeepStrictEqual } from "node:util";
import { compareVersions } from "../engine/versions.ts";

export interface ScoringResponse {
  fields: readonly unknown[];
  rows: readonly unknown[];
}

export interface ScoringContext {
  /** Version of the runtime that answered, such as `1.7`, `1.7.x` or `2.0.1`. */
  runtime?: string;
  /** Number of rows in the request. */
  rows?: number;
}

/** A response that can't be read without guessing. Passed on, it would be misread without a word. */
export class ResponseRefusal extends Error {
  override name = "ResponseRefusal";
}

/**
 * A response in the shape of 2.0; one that has it already is given back as it is. One row can be either shape, and for
 * models whose predictions are lists of lists its depth tells nothing: then the runtime's version decides, or the number
 * of rows in the request where it is not one.
 *
 * Only `predictions` is split. All else, labels above all, is the same for every row, whatever its length; numbers keep
 * their digits.
 *
 * @throws ResponseRefusal for a response that is neither shape, contradicts the context, or could be both
 */
export function normaliseResponse<Response extends ScoringResponse>(
  response: Response,
  { runtime, rows }: ScoringContext,
): Response {
  const isLegacy = runtime === undefined ? undefined : isBeforeSplit(runtime);
  requireRowCount(rows);
  requireRows(response);
  if (isLegacy === false || response.rows.length !== 1) {
    return withRows(response, rows);
  }
  if (isLegacy === undefined && rows === undefined) {
    throw new ResponseRefusal(
      "The response has one row, which is a batch of runtime 1.7 or one prediction of runtime 2.0: tell the runtime's version.",
    );
  }
  const blob = blobOf(response);
  const { predictions } = blob;
  if (!Array.isArray(predictions)) {
    throw new ResponseRefusal('The response is none of Hydrogen Torch: "predictions" is no list.');
  }
  const isNested = predictions.length > 0 && predictions.every(Array.isArray);
  // A request of one row, answered in the shape of 2.0.
  const isSplit = (rows ?? 1) === 1 && (isLegacy ? !isNested : !isNested || predictions.length !== 1);
  if (isSplit) {
    return response;
  }
  if (isLegacy === undefined && rows === 1) {
    throw new ResponseRefusal(
      "The request has one row, and its predictions are a list in a list, in runtime 1.7 or by the model's own nature: tell the runtime's version.",
    );
  }
  if (rows !== undefined && predictions.length !== rows) {
    throw new ResponseRefusal(`The request has ${rows} rows, and the response has ${predictions.length} predictions.`);
  }
  return { ...response, rows: predictions.map((own) => [JSON.stringify({ ...blob, predictions: own })]) };
}

/**
 * A response of runtime 2.0 in the shape of 1.7, for clients that were not changed yet.
 *
 * @throws ResponseRefusal where rows differ in more than their predictions: one blob has no place for that
 */
export function toLegacyResponse<Response extends ScoringResponse>(response: Response): Response {
  requireRows(response);
  const [first, ...others] = response.rows.map((_, index) => blobOf(response, index));
  if (first === undefined) {
    throw new ResponseRefusal("A response without rows has no blob.");
  }
  const predictions = [first, ...others].map((blob) => blob.predictions);
  if (predictions.includes(undefined)) {
    throw new ResponseRefusal('The response is none of Hydrogen Torch: a row has no "predictions".');
  }
  if (others.some((blob) => !isDeepStrictEqual({ ...blob, predictions }, { ...first, predictions }))) {
    throw new ResponseRefusal("Rows differ in more than their predictions, which one blob can't hold.");
  }
  return { ...response, rows: [[JSON.stringify({ ...first, predictions })]] };
}

function isBeforeSplit(runtime: string): boolean {
  if (!/^v?\d+\.\d+(\.(\d+|x))?$/i.test(runtime)) {
    throw new ResponseRefusal(`The runtime is a version such as 1.7 or 2.0, not ${JSON.stringify(runtime)}.`);
  }
  return compareVersions(runtime, "2.0") < 0;
}

function requireRowCount(rows: number | undefined): void {
  if (rows !== undefined && (!Number.isSafeInteger(rows) || rows < 0)) {
    throw new ResponseRefusal(`The request has a whole number of rows, not ${rows}.`);
  }
}

/** What came over the wire may be an error's body. */
function requireRows({ rows }: Partial<ScoringResponse>): void {
  if (!Array.isArray(rows)) {
    throw new ResponseRefusal("The response has no list of rows.");
  }
}

function withRows<Response extends ScoringResponse>(response: Response, rows: number | undefined): Response {
  if (rows !== undefined && response.rows.length !== rows) {
    throw new ResponseRefusal(`The request has ${rows} rows, and the response has ${response.rows.length}.`);
  }
  return response;
}

/** What the JSON text in the only cell of a row says. */
function blobOf({ fields, rows }: ScoringResponse, index = 0): Record<string, unknown> {
  const row = rows[index];
  const [cell] = Array.isArray(row) && row.length === 1 ? row : [];
  if (!isDeepStrictEqual(fields, ["output"]) || typeof cell !== "string") {
    throw new ResponseRefusal('The response is none of Hydrogen Torch: not one field "output", with JSON text.');
  }
  const blob = parsed(cell);
  if (typeof blob !== "object" || blob === null || Array.isArray(blob)) {
    throw new ResponseRefusal("The response is none of Hydrogen Torch: its text is no JSON object.");
  }
  return blob as Record<string, unknown>;
}

/** Undefined where it is no JSON. Numbers stay texts within, so that 1.0 and long ids come out as they went in. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    return undefined;
  }
}

// TypeScript's library does not know of source texts and raw JSON (ES2026) yet.
const json = JSON as JSON & { rawJSON(text: string): object };

function keepDigits(_: string, value: unknown, context?: { source: string }): unknown {
  return typeof value === "number" && context ? json.rawJSON(context.source) : value;
}
