/** Which gates the user confirmed. */
import { z } from "zod";
import type { InputProblem } from "../../lib/diagnostics/refusal.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Gate } from "./notices.ts";
import type { Product } from "./release.ts";

/** What every product's answers have. */
export const acknowledge = z.array(z.string()).optional().describe("Ids of gates that are confirmed.");

export function isConfirmed<Answers>(gate: Gate<Answers>, answers: Answers): boolean {
  const isAnswered = gate.confirmedBy !== undefined && answers[gate.confirmedBy] === true;
  return isAnswered || acknowledgedBy(answers).includes(gate.id);
}

/** A misspelt id would leave its gate unconfirmed without a word. */
export function acknowledgementProblems<Answers>(product: Product<Answers>, answers: Answers): InputProblem[] {
  const gates = product.releases.flatMap(({ rules }) =>
    rules.filter(({ kind }) => kind === "gate").map(({ id }) => id),
  );
  return acknowledgedBy(answers).flatMap((id, index) => {
    if (gates.includes(id)) {
      return [];
    }
    const meant = nearest(id, gates);
    return [
      {
        path: `answers: acknowledge[${index}]`,
        expected: gates.length === 0 ? `no gate: ${product.name} has none` : `one of the gates ${gates.join(", ")}`,
        found: "an unknown gate",
        fix: meant === undefined ? "remove it" : `write ${meant.name}`,
      },
    ];
  });
}

/** Ids of gates that the answers confirm. */
export function acknowledgedBy(answers: unknown): string[] {
  return (answers as { acknowledge?: string[] }).acknowledge ?? [];
}
