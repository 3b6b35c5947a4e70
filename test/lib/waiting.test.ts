import { expect, test } from "vitest";
import { UserError } from "../../lib/userError.ts";
import { waitUntilNothing } from "../../lib/waiting.ts";

const waiting = (say: (message: string) => void = () => undefined) => ({
  what: "the moon",
  lookAt: "look up",
  minutes: 0.002,
  secondsBetween: 0.01,
  say,
});

/** Answers one after the other, and the last one for ever. */
function answers(...each: (string | undefined | Error)[]): () => Promise<string | undefined> {
  let index = 0;
  return async () => {
    const answer = each[Math.min(index++, each.length - 1)];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
}

test("ends when nothing is missing, and has said what was", async () => {
  const said: string[] = [];
  await waitUntilNothing(
    waiting((message) => said.push(message)),
    answers("it is day.", undefined),
  );
  expect(said).toEqual(["Waiting for the moon (0 s): it is day. To see more: look up"]);
});

test("says nothing where nothing has to be waited for", async () => {
  const said: string[] = [];
  await waitUntilNothing(
    waiting((message) => said.push(message)),
    answers(undefined),
  );
  expect(said).toEqual([]);
});

test("gives up in the end, with what is missing and where to look", async () => {
  await expect(waitUntilNothing(waiting(), answers("it is day."))).rejects.toThrow(
    "Gave up waiting for the moon after 0.002 minutes: it is day.\nTo see more: look up",
  );
});

test("goes on while the API server does not answer, and stops at what will never be", async () => {
  await waitUntilNothing(waiting(), answers(new Error("ECONNREFUSED"), undefined));
  await expect(waitUntilNothing(waiting(), answers(new UserError("never")))).rejects.toThrow("never");
});

test.each([
  ["does not answer", new Error("ECONNREFUSED")],
  ["refuses it", Object.assign(new Error("HTTP-Code: 403\nBody: canary"), { code: 403 })],
])("says where the API server %s, with the first line of the error", async (words, error) => {
  const given = waitUntilNothing(waiting(), answers(error)).catch((thrown: Error) => thrown.message);
  expect(await given).toContain(`the API server ${words} (${error.message.split("\n")[0]}).`);
  expect(await given).not.toContain("canary");
});

test("wants what trails behind a change to hold for a while", async () => {
  const begun = performance.now();
  let asked = 0;
  await waitUntilNothing({ ...waiting(), settledSeconds: 0.05 }, async () => {
    asked += 1;
    return undefined;
  });
  expect(asked).toBeGreaterThan(1);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
});
