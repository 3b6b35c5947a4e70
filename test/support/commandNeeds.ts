/** What a block of shell commands needs beyond this project and its packages. */

/** By what it calls. A block that calls none of these has to run by itself. */
const needs: readonly { calls: RegExp; need: string }[] = [
  { calls: command("npm ci"), need: "a package registry" },
  { calls: command("(npm run pulumi|pulumi|npx mlops-platform secrets)"), need: "Pulumi's engine" },
  { calls: command("(kubectl|helm)"), need: "a cluster" },
  { calls: command("gcloud"), need: "a cloud" },
  { calls: command("bash \\.github/steps/[\\w-]+\\.sh"), need: "a clone with a remote, or a login" },
  { calls: /"\$state"/, need: "the files of a backend" },
];

/** The first need of a block; none where it runs by itself. */
export function needOf(commands: string): string | undefined {
  return needs.find(({ calls }) => calls.test(commands))?.need;
}

/** At the beginning of a line, after variables, or behind another command. */
function command(name: string): RegExp {
  return new RegExp(`(^|[|;&(]) *(\\w+=\\S* +)*${name}(?![\\w-])`, "m");
}
