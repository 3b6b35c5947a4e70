/** Confirmation of gates by the user's answers. */
import { z } from "zod";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Gate } from "./notices.ts";
import type { Product } from "./release.ts";

/** The key that the answers of every product have. */
export const acknowledge = z.array(z.string()).optional().describe("Ids of gates that are confirmed.");

export function isConfirmed<Answers>(gate: Gate<Answers>, answers: Answers): boolean {
  const isAnswered = gate.confirmedBy !== undefined && answers[gate.confirmedBy] === true;
  return isAnswered || acknowledgedBy(answers).includes(gate.id);
}

/** Problems with unknown gate ids. Without them, a misspelt id would silently leave its gate unconfirmed. */
export function acknowledgementProblems<Answers>(product: Product<Answers>, answers: Answers): Problem[] {
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
        fix: meant === undefined ? "remove it" : `write ${meant}`,
      },
    ];
  });
}

/** Ids of gates that the answers confirm. */
export function acknowledgedBy(answers: unknown): string[] {
  return (answers as { acknowledge?: string[] }).acknowledge ?? [];
}
