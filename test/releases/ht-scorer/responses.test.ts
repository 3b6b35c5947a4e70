import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  normaliseResponse,
  ResponseRefusal,
  type ScoringContext,
  toLegacyResponse,
} from "../../../releases/ht-scorer/responses.ts";

const labels = ["neg", "neu", "pos"];

/** A response as a runtime writes it: the rows' cells are JSON text. */
function response(...blobs: unknown[]) {
  return { fields: ["output"], rows: blobs.map((blob) => [JSON.stringify(blob)]) };
}

const legacy = {
  threeRows: response({
    predictions: [
      [0.3, 0.3, 0.4],
      [0.5, 0.3, 0.2],
      [0.1, 0.8, 0.1],
    ],
    labels,
  }),
  oneRow: response({ predictions: [[0.9, 0.1]], labels: ["pos", "neg"] }),
  /** Boxes of one image: what belongs to one row is a list of lists itself. */
  boxes: response({
    predictions: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  }),
};

const split = {
  threeRows: response(
    { predictions: [0.3, 0.3, 0.4], labels },
    { predictions: [0.5, 0.3, 0.2], labels },
    { predictions: [0.1, 0.8, 0.1], labels },
  ),
  oneRow: response({ predictions: [0.9, 0.1], labels: ["pos", "neg"] }),
  boxes: response({
    predictions: [
      [1, 2],
      [3, 4],
    ],
  }),
};

describe("normaliseResponse", () => {
  it.each<[string, keyof typeof legacy, ScoringContext]>([
    ["many rows by the runtime's version", "threeRows", { runtime: "1.7" }],
    ["many rows by the number of rows", "threeRows", { rows: 3 }],
    ["many rows by both", "threeRows", { runtime: "v1.7.x", rows: 3 }],
    ["one row by the runtime's version", "oneRow", { runtime: "1.7.2" }],
    ["one row by both", "oneRow", { runtime: "1.7", rows: 1 }],
    ["predictions that are lists of lists", "boxes", { runtime: "1.7", rows: 1 }],
  ])("splits %s", (_, name, context) => {
    expect(normaliseResponse(legacy[name], context)).toEqual(split[name]);
  });

  it.each<[string, keyof typeof split, ScoringContext]>([
    ["many rows", "threeRows", {}],
    ["many rows, though told it is 1.7", "threeRows", { runtime: "1.7", rows: 3 }],
    ["one row of 2.0", "oneRow", { runtime: "2.0" }],
    ["one flat row by the number of rows", "oneRow", { rows: 1 }],
    ["one flat row, though told it is 1.7", "oneRow", { runtime: "1.7" }],
    ["boxes of 2.0", "boxes", { runtime: "2.0.1", rows: 1 }],
    ["two boxes for one row, which 1.7 would have wrapped", "boxes", { rows: 1 }],
  ])("gives back as they are: %s", (_, name, context) => {
    expect(normaliseResponse(split[name], context)).toBe(split[name]);
  });

  it("splits predictions alone, though there are as many labels as rows", () => {
    const { rows } = normaliseResponse(legacy.threeRows, { rows: 3 });
    expect(JSON.parse(String((rows[1] as string[])[0])).labels).toEqual(labels);
  });

  it("gives no rows for a request without any", () => {
    expect(normaliseResponse(response({ predictions: [], labels }), { rows: 0 }).rows).toEqual([]);
  });

  it("keeps what else the response says", () => {
    const answered = { ...legacy.threeRows, id: "a1" };
    expect(normaliseResponse(answered, { rows: 3 })).toEqual({ ...split.threeRows, id: "a1" });
  });

  it("keeps the digits of numbers", () => {
    const text = '{"predictions":[[1.0],[2e-7]],"id":12345678901234567890}';
    const { rows } = normaliseResponse({ fields: ["output"], rows: [[text]] }, { rows: 2 });
    expect(rows).toEqual([
      ['{"predictions":[1.0],"id":12345678901234567890}'],
      ['{"predictions":[2e-7],"id":12345678901234567890}'],
    ]);
  });

  it.each<[string, object, ScoringContext, RegExp]>([
    ["one row that could be either", legacy.oneRow, {}, /pass the version of the runtime/],
    ["flat predictions that could be either", split.oneRow, {}, /pass the version of the runtime/],
    ["a list in a list for one row", legacy.oneRow, { rows: 1 }, /pass the version of the runtime/],
    ["fewer predictions than rows", legacy.threeRows, { runtime: "1.7", rows: 4 }, /4 rows, .* 3 predictions/],
    ["more predictions than rows", legacy.threeRows, { runtime: "1.7", rows: 1 }, /1 rows, .* 3 predictions/],
    ["fewer rows than the request", split.threeRows, { rows: 4 }, /4 rows, and the response has 3/],
    ["one row of 2.0 for three", split.oneRow, { runtime: "2.0", rows: 3 }, /3 rows, and the response has 1/],
    ["an unknown version", legacy.oneRow, { runtime: "newest" }, /not "newest"/],
    ["half a row", legacy.oneRow, { rows: 0.5 }, /whole number/],
    ["other fields", { ...legacy.oneRow, fields: ["a"] }, { runtime: "1.7" }, /not from Hydrogen Torch/],
    ["two cells", { fields: ["output"], rows: [["{}", "{}"]] }, { runtime: "1.7" }, /not from Hydrogen Torch/],
    ["a number as cell", { fields: ["output"], rows: [[0.5]] }, { runtime: "1.7" }, /JSON text/],
    ["text that is not JSON", { fields: ["output"], rows: [["NaN"]] }, { runtime: "1.7" }, /not a JSON object/],
    ["JSON that is not an object", { fields: ["output"], rows: [["[1]"]] }, { runtime: "1.7" }, /not a JSON object/],
    ["no predictions", response({ labels }), { runtime: "1.7" }, /"predictions" is not a list/],
    ["an error's body", { detail: "no model" }, { runtime: "1.7" }, /no list of rows/],
  ])("refuses %s", (_, given, context, message) => {
    const normalise = () => normaliseResponse(given as typeof legacy.oneRow, context);
    expect(normalise).toThrow(ResponseRefusal);
    expect(normalise).toThrow(message);
  });
});

describe("toLegacyResponse", () => {
  it.each(["threeRows", "oneRow", "boxes"] as const)("gives the response of 1.7 for %s", (name) => {
    expect(toLegacyResponse(split[name])).toEqual(legacy[name]);
  });

  it.each<[string, object, RegExp]>([
    ["rows with labels of their own", response({ predictions: [1], labels: ["a"] }, { predictions: [2] }), /differ/],
    ["no rows", { fields: ["output"], rows: [] }, /has no rows/],
    ["rows without predictions", response({ labels }), /no "predictions"/],
    ["an error's body", { detail: "no model" }, /no list of rows/],
  ])("refuses %s", (_, given, message) => {
    expect(() => toLegacyResponse(given as typeof legacy.oneRow)).toThrow(message);
  });
});

describe("any batch", () => {
  const prediction = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()));
  const batch = fc.record({
    predictions: fc.array(prediction, { minLength: 1, maxLength: 5 }),
    others: fc.dictionary(
      fc.string().filter((key) => key !== "predictions"),
      fc.jsonValue(),
    ),
  });

  it("has a row for each prediction, says the same the second time, and comes back", () => {
    fc.assert(
      fc.property(batch, ({ predictions, others }) => {
        const given = frozen(response({ ...others, predictions }));
        const context = { runtime: "1.7", rows: predictions.length };
        const once = normaliseResponse(given, context);
        expect(once.rows.length).toBe(predictions.length);
        expect(normaliseResponse(once, { ...context, runtime: "2.0" })).toEqual(once);
        expect(normaliseResponse(once, context)).toEqual(once);
        expect(read(toLegacyResponse(once))).toEqual(read(given));
      }),
    );
  });
});

function read({ rows }: { rows: readonly unknown[] }): unknown {
  return rows.map((row) => JSON.parse((row as string[])[0] ?? ""));
}

function frozen<T extends object>(value: T): T {
  Object.values(value).forEach((child) => {
    typeof child === "object" && frozen(child);
  });
  return Object.freeze(value);
}
