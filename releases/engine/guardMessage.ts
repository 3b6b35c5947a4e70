/** Message for a refused update: what is refused, why, and the commands to run next. */
import type { ForwardRefusal, OpenGate, Refusal, Update } from "./guard.ts";
import type { Product } from "./release.ts";
import type { Source } from "./source.ts";

/** Config keys for the commands in the message, such as `mlops-platform:mlops.release`. No key: no command. */
export interface ConfigKeys {
  release?: string;
  answers?: string;
  restoredTo?: string;
}

export function guardMessage<Answers>(
  product: Product<Answers>,
  { deployed, wanted }: Update,
  refusal: Refusal,
  keys: ConfigKeys = {},
): string {
  const from = `${product.title} ${deployed.release}`;
  switch (refusal.kind) {
    case "back":
      return backMessage(product, from, wanted, keys);
    case "unknown":
      return lines(
        `${from} can't be updated to ${wanted}: one of the two is not a known release.`,
        `Next: deploy one of the releases ${product.releases.map(({ version }) => version).join(", ")}.`,
      );
    case "forward":
      return forwardMessage(from, wanted, refusal, keys);
  }
}

function backMessage<Answers>({ noWayBack }: Product<Answers>, from: string, to: string, keys: ConfigKeys): string {
  const why =
    noWayBack?.say ?? "A later release may have changed the schema of its data, and no release reverts such a change.";
  return lines(
    `${from} can't go back to ${to}.`,
    why,
    ...(noWayBack ? [cited(noWayBack.source)] : []),
    "",
    `Next: stay at ${from}, or deploy a later release.`,
    ...(keys.restoredTo
      ? [
          `Only if its data is that of ${to} again, restored from a backup or never migrated, confirm it:`,
          `  ${setCommand(keys.restoredTo, to)}`,
        ]
      : []),
  );
}

function forwardMessage(from: string, to: string, refusal: ForwardRefusal, keys: ConfigKeys): string {
  const { next, stop, gates, acknowledged } = refusal;
  const intro = stop
    ? [`${from} can't be updated to ${to}: go to ${next} first.`, stop.message, cited(stop.source)]
    : [`${from} can't be updated to ${to} yet: not everything on the way is confirmed.`];
  const acknowledgeable = gates.filter(({ confirmedBy }) => confirmedBy === undefined);
  const deploy = stop && (keys.release ? `${setCommand(keys.release, next)} && pulumi up` : `deploy ${next}`);
  const confirm = stop ? "confirm the above, then " : "confirm the above, then run pulumi up again";
  return lines(
    ...intro,
    ...gates.flatMap((gate) => gateLines(gate, acknowledged + acknowledgeable.indexOf(gate), keys)),
    "",
    `Next: ${gates.length > 0 ? confirm : ""}${deploy ?? ""}`,
  );
}

function gateLines(gate: OpenGate, index: number, keys: ConfigKeys): string[] {
  const { id, when, release, say, run, check, source } = gate;
  return [
    "",
    `${when === "before" ? "Before" : "After"} ${release} (${id}): ${say}`,
    cited(source),
    ...(run === undefined ? [] : [`  Run:     ${run}`]),
    `  Check:   ${check}`,
    `  Confirm: ${confirmation(gate, index, keys)}`,
  ];
}

function confirmation({ id, confirmedBy }: OpenGate, index: number, { answers }: ConfigKeys): string {
  if (answers === undefined) {
    return confirmedBy ? `answer ${confirmedBy} with true` : `acknowledge ${id}`;
  }
  return confirmedBy
    ? setCommand(`${answers}.${confirmedBy}`, "true")
    : setCommand(`${answers}.acknowledge[${index}]`, id);
}

function setCommand(key: string, value: string): string {
  return `pulumi config set --path ${/[^\w.:-]/.test(key) ? `'${key}'` : key} ${value}`;
}

function cited({ title, heading }: Source): string {
  return `(${title}: ${heading})`;
}

function lines(...text: string[]): string {
  return text.join("\n");
}
