/**
 * Converts responses of Hydrogen Torch scorers between the formats of two runtimes. For N rows in the request:
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

/** A response whose format is not certain. If it were passed on, clients could misread it. */
export class ResponseRefusal extends Error {
  override name = "ResponseRefusal";
}

/**
 * Converts a response to the format of 2.0. A response in that format is returned unchanged. One row can be either
 * format, and the depth of predictions is no proof for models that predict lists. Then the version of the runtime
 * decides, or the number of rows in the request if it is not one.
 *
 * Only `predictions` is split. All other keys, such as labels, are repeated in every row. Numbers keep their digits.
 *
 * @throws ResponseRefusal for a response that has neither format, contradicts the context, or could have both
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
      "The response has one row, which is a batch of runtime 1.7 or one prediction of runtime 2.0: pass the version of the runtime.",
    );
  }
  const blob = blobOf(response);
  const { predictions } = blob;
  if (!Array.isArray(predictions)) {
    throw new ResponseRefusal('The response is not from Hydrogen Torch: "predictions" is not a list.');
  }
  const isNested = predictions.length > 0 && predictions.every(Array.isArray);
  // A request of one row that was answered in the format of 2.0.
  const isSplit = (rows ?? 1) === 1 && (isLegacy ? !isNested : !isNested || predictions.length !== 1);
  if (isSplit) {
    return response;
  }
  if (isLegacy === undefined && rows === 1) {
    throw new ResponseRefusal(
      "The request has one row, and its predictions are a nested list, which comes from runtime 1.7 or from the model itself: pass the version of the runtime.",
    );
  }
  if (rows !== undefined && predictions.length !== rows) {
    throw new ResponseRefusal(`The request has ${rows} rows, and the response has ${predictions.length} predictions.`);
  }
  return { ...response, rows: predictions.map((own) => [JSON.stringify({ ...blob, predictions: own })]) };
}

/**
 * Converts a response of runtime 2.0 to the format of 1.7, for clients that were not changed yet.
 *
 * @throws ResponseRefusal if rows differ in more than their predictions, which one blob can't hold
 */
export function toLegacyResponse<Response extends ScoringResponse>(response: Response): Response {
  requireRows(response);
  const [first, ...others] = response.rows.map((_, index) => blobOf(response, index));
  if (first === undefined) {
    throw new ResponseRefusal("The response has no rows, so it can't be converted to one blob.");
  }
  const predictions = [first, ...others].map((blob) => blob.predictions);
  if (predictions.includes(undefined)) {
    throw new ResponseRefusal('The response is not from Hydrogen Torch: a row has no "predictions".');
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

/** The response may be the body of an error. */
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

/** The JSON object in the only cell of a row. */
function blobOf({ fields, rows }: ScoringResponse, index = 0): Record<string, unknown> {
  const row = rows[index];
  const [cell] = Array.isArray(row) && row.length === 1 ? row : [];
  if (!isDeepStrictEqual(fields, ["output"]) || typeof cell !== "string") {
    throw new ResponseRefusal(
      'The response is not from Hydrogen Torch: it must have one field "output" with JSON text.',
    );
  }
  const blob = parsed(cell);
  if (typeof blob !== "object" || blob === null || Array.isArray(blob)) {
    throw new ResponseRefusal("The response is not from Hydrogen Torch: its text is not a JSON object.");
  }
  return blob as Record<string, unknown>;
}

/** The parsed JSON; undefined if it is invalid. Numbers keep their text, so that 1.0 and long ids stay the same. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    return undefined;
  }
}

// The types of TypeScript lack JSON.rawJSON and the reviver's context (ES2026).
const json = JSON as JSON & { rawJSON(text: string): object };

function keepDigits(_: string, value: unknown, context?: { source: string }): unknown {
  return typeof value === "number" && context ? json.rawJSON(context.source) : value;
}
