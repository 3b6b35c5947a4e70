/** What parliament and cloudsplaining say of IAM policies in files. */
import { run } from "./process.ts";

/**
 * Findings of parliament: `ISSUE file`. Its options for one file refuse to work without a terminal; the one for several
 * does not.
 */
export async function parliament(program: string, files: string[]): Promise<string[]> {
  const { code, stdout, output } = await run({ argv: [program, "--json", "--files", files.join(",")] });
  const findings = stdout.split("\n").filter((line) => line.startsWith("{"));
  // Its code says whether there are findings.
  if ((code === 0) !== (findings.length === 0)) {
    throw new Error(`parliament: code ${code}\n${output}`);
  }
  return findings
    .map((line): { issue: string; location: { filepath: string } } => JSON.parse(line))
    .map(({ issue, location }) => `${issue} ${location.filepath}`);
}

/** Findings of cloudsplaining in one policy: the sentences after "Potential Issue found". */
export async function cloudsplaining(program: string, file: string): Promise<string[]> {
  const env = { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" };
  const { code, stdout, output } = await run({ argv: [program, "scan-policy-file", "--input-file", file], env });
  const findings = [...stdout.matchAll(/Potential Issue found: (.+)/g)].map(([, found = ""]) => withoutColours(found));
  // Its code is 0 whatever it finds, and its words are all there is to read.
  if (code !== 0 || (findings.length === 0 && !stdout.includes("There were no results found."))) {
    throw new Error(`cloudsplaining: code ${code}\n${output}`);
  }
  return findings;
}

function withoutColours(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "");
}
