/** Which folder may import which: see docs/architecture.md. Checked by `npm run layers`. */
const ours =
  "^(bench|checks|commands|components|config|examples|graph|lib|policies|releases|scripts|test|index\\.ts|versions\\.ts)";

/** Nothing of ours outside these folders. */
function only(name, from, allowed, comment) {
  const pathNot = allowed.map((folder) => `^${folder}`);
  return { name, severity: "error", comment, from: { path: `^${from}/` }, to: { path: ours, pathNot } };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycle",
      severity: "error",
      comment: "Modules that need each other are one module, or lack a third.",
      from: {},
      to: { circular: true },
    },
    only("lib-is-the-ground", "lib", ["lib/"], "lib knows nothing of the project."),
    only("graph-on-lib", "graph", ["graph/", "lib/"], "The resource graph knows no product and no command."),
    only("releases-on-lib", "releases", ["releases/", "lib/"], "Releases are pure: no component, no config."),
    only(
      "policies-on-graph",
      "policies",
      ["policies/", "releases/", "graph/", "lib/"],
      "Rules judge resources, wherever they come from: no component, no config.",
    ),
    only(
      "config-on-releases",
      "config",
      ["config/", "policies/engine/settingsSchema\\.ts", "releases/", "lib/"],
      "A config is read before anything is made of it.",
    ),
    only(
      "components-on-config",
      "components",
      ["components/", "config/", "graph/", "releases/", "lib/"],
      "Components are made of parsed config.",
    ),
    only(
      "checks-on-config",
      "checks",
      ["checks/", "config/", "lib/", "versions\\.ts", "components/mlflow/basicAuth\\.ts"],
      "Preconditions are read from config and the cluster.",
    ),
    {
      name: "components-apart",
      severity: "error",
      comment: "A component imports no other one, but for what all of them share.",
      from: { path: "^components/([^/]+)/" },
      to: {
        path: "^components/[^/]+/",
        pathNot: ["^components/$1/", "^components/(kubernetes|objectStore|postgres|releaseGuard)/"],
      },
    },
    {
      name: "product-before-tests",
      severity: "error",
      comment: "What ships imports no test, benchmark or script.",
      from: { path: ours, pathNot: "^(test|bench|scripts)/" },
      to: { path: "^(test|bench|scripts)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  },
};
