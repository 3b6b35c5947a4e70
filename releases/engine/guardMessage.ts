/** Message for a refused update: what is refused, why, and the commands to run next. */
import type { ForwardRefusal, OpenGate, Refusal, Update } from "./guard.ts";
import type { Product } from "./release.ts";
import type { Source } from "./source.ts";

/** Commands that a refusal names. Where one is missing, the refusal says in words what to do. */
export interface GuardCommands {
  /** Command that updates the stack, such as `pulumi up --stack prod`. */
  update?: string | undefined;

  /** Command that configures the release to deploy. */
  setRelease?: ((release: string) => string) | undefined;

  /** Command that configures an answer, by its path such as `storageMigrated` or `acknowledge[0]`. */
  setAnswer?: ((path: string, value: string) => string) | undefined;

  /** Command that configures the release whose data were restored. */
  setRestoredTo?: ((release: string) => string) | undefined;
}

export function guardMessage<Answers>(
  product: Product<Answers>,
  { deployed, wanted }: Update,
  refusal: Refusal,
  commands: GuardCommands = {},
): string {
  const from = `${product.title} ${deployed.release}`;
  switch (refusal.kind) {
    case "back":
      return backMessage(product, from, wanted, commands);
    case "unknown":
      return lines(
        `${from} can't be updated to ${wanted}: one of the two is not a known release.`,
        `Next: deploy one of the releases ${product.releases.map(({ version }) => version).join(", ")}.`,
      );
    case "forward":
      return forwardMessage(from, wanted, refusal, commands);
  }
}

function backMessage<Answers>(
  { noWayBack }: Product<Answers>,
  from: string,
  to: string,
  { setRestoredTo }: GuardCommands,
): string {
  const why =
    noWayBack?.say ?? "A later release may have changed the schema of its data, and no release reverts such a change.";
  return lines(
    `${from} can't go back to ${to}.`,
    why,
    ...(noWayBack ? [cited(noWayBack.source)] : []),
    "",
    `Next: stay at ${from}, or deploy a later release.`,
    ...(setRestoredTo
      ? [
          `Only if its data is that of ${to} again, restored from a backup or never migrated, confirm it:`,
          `  ${setRestoredTo(to)}`,
        ]
      : []),
  );
}

function forwardMessage(from: string, to: string, refusal: ForwardRefusal, commands: GuardCommands): string {
  const { next, stop, gates, acknowledged } = refusal;
  const intro = stop
    ? [`${from} can't be updated to ${to}: go to ${next} first.`, stop.message, cited(stop.source)]
    : [`${from} can't be updated to ${to} yet: not everything on the way is confirmed.`];
  const acknowledgeable = gates.filter(({ confirmedBy }) => confirmedBy === undefined);
  const { update = "pulumi up", setRelease, setAnswer } = commands;
  const deploy = stop && (setRelease ? `${setRelease(next)} && ${update}` : `deploy ${next}`);
  const confirm = stop ? "confirm the above, then " : `confirm the above, then run ${update} again`;
  return lines(
    ...intro,
    ...gates.flatMap((gate) => gateLines(gate, acknowledged + acknowledgeable.indexOf(gate), setAnswer)),
    "",
    `Next: ${gates.length > 0 ? confirm : ""}${deploy ?? ""}`,
  );
}

function gateLines(gate: OpenGate, index: number, setAnswer: GuardCommands["setAnswer"]): string[] {
  const { id, when, release, say, run, check, source } = gate;
  return [
    "",
    `${when === "before" ? "Before" : "After"} ${release} (${id}): ${say}`,
    cited(source),
    ...(run === undefined ? [] : [`  Run:     ${run}`]),
    `  Check:   ${check}`,
    `  Confirm: ${confirmation(gate, index, setAnswer)}`,
  ];
}

function confirmation({ id, confirmedBy }: OpenGate, index: number, setAnswer: GuardCommands["setAnswer"]): string {
  if (setAnswer === undefined) {
    return confirmedBy ? `answer ${confirmedBy} with true` : `acknowledge ${id}`;
  }
  return confirmedBy ? setAnswer(confirmedBy, "true") : setAnswer(`acknowledge[${index}]`, id);
}

function cited({ title, heading }: Source): string {
  return `(${title}: ${heading})`;
}

function lines(...text: string[]): string {
  return text.join("\n");
}
