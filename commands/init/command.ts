import { Command, InvalidArgumentError, Option } from "commander";
import { UserError } from "../../lib/userError.ts";
import type { Setting } from "./settings.ts";
import { type Choice, clouds, type Platform, platforms } from "./templates.ts";

interface InitOptions extends Omit<Choice, "stack" | "platforms"> {
  platform: Platform[];
  set: Setting[];
  backend?: string;
  secretsProvider?: string;
  force: boolean;
  [named: string]: unknown;
}

/** Flags that each set one key of the config. */
const named = [
  { flag: "--domain", path: "domain", what: "domain of the platforms' host names", example: "mlops.example.com" },
  { flag: "--owner", path: "labels.owner", what: "label: the team that is responsible", example: "ml-platform" },
  {
    flag: "--environment",
    path: "labels.environment",
    what: "label: the environment (default: <env>)",
    example: "production",
  },
  { flag: "--cluster-name", path: "cluster.name", what: "name of the EKS cluster, for Pod Identity", example: "mlops" },
  {
    flag: "--oidc-issuer",
    path: "cluster.oidcIssuer",
    what: "issuer of the cluster's tokens (AWS, Azure)",
    example: "https://oidc.example.com/id/1",
  },
  { flag: "--region", path: "cloud.aws.region", what: "AWS: region", example: "eu-central-1" },
  { flag: "--account-id", path: "cloud.aws.accountId", what: "AWS: account", example: "111122223333" },
  { flag: "--project", path: "cloud.gcp.project", what: "Google Cloud: project", example: "example-mlops" },
  {
    flag: "--bucket-location",
    path: "objectStore.location",
    what: "Google Cloud: location of buckets, such as EU",
    example: "EU",
  },
  {
    flag: "--subscription-id",
    path: "cloud.azure.subscriptionId",
    what: "Azure: subscription",
    example: "11111111-2222-3333-4444-555555555555",
  },
  {
    flag: "--tenant-id",
    path: "cloud.azure.tenantId",
    what: "Azure: tenant",
    example: "66666666-7777-8888-9999-000000000000",
  },
  { flag: "--resource-group", path: "cloud.azure.resourceGroup", what: "Azure: resource group", example: "mlops" },
  { flag: "--location", path: "cloud.azure.location", what: "Azure: location", example: "westeurope" },
  {
    flag: "--storage-account",
    path: "objectStore.account.name",
    what: "Azure: storage account",
    example: "examplemlops",
  },
  {
    flag: "--endpoint",
    path: "objectStore.endpoint",
    what: "on premises, OpenShift: address of the S3-compatible store",
    example: "https://s3.example.com",
  },
  {
    flag: "--artifacts-bucket",
    path: "objectStore.buckets.artifacts.name",
    what: "bucket for artifacts and models",
    example: "example-mlops-artifacts",
  },
  {
    flag: "--backups-bucket",
    path: "objectStore.buckets.backups.name",
    what: "bucket for database backups",
    example: "example-mlops-backups",
  },
  {
    flag: "--models-bucket",
    path: "objectStore.buckets.models.name",
    what: "bucket for H2O MLOps alone, needed with MLflow on Google Cloud and Azure",
    example: "example-mlops-models",
  },
  {
    flag: "--issuer",
    path: "gateway.issuer.name",
    what: "cert-manager's ClusterIssuer for the gateway",
    example: "letsencrypt",
  },
  { flag: "--mlops-release", path: "mlops.release", what: "release of H2O MLOps", example: "1.1" },
] as const;

/** `mlops-platform init <env>`: writes a stack's config from flags. */
export function initCommand(): Command {
  const command = new Command("init")
    .description("Write the config of a new stack, Pulumi.<env>.yaml, from flags.")
    .argument("<env>", "name of the stack", stackName)
    .addOption(new Option("--cloud <cloud>", "where the stack runs").choices(clouds).makeOptionMandatory())
    .addOption(
      new Option("--platform <names>", "platforms, separated by commas")
        .argParser(platformList)
        .default(["mlflow"], "mlflow"),
    )
    .addOption(
      new Option("--credentials <kind>", "Secrets that exist already, or that the stack makes from config secrets")
        .choices(["existing", "configured"])
        .default("existing"),
    );
  for (const { flag, what } of named) {
    command.option(`${flag} <value>`, what);
  }
  return command
    .addOption(
      new Option("--set <path=value>", "any other key of the config, such as mlflow.replicas=3")
        .argParser(setting)
        .default([], "none"),
    )
    .addOption(
      new Option("--backend <url>", "backend of the state, for the commands that are printed").argParser(backend),
    )
    .addOption(
      new Option("--secrets-provider <url>", "secrets provider, for the commands that are printed").argParser(
        secretsProvider,
      ),
    )
    .option("--force", "replace the config of an existing file", false)
    .action(async (stack: string, options: InitOptions) => {
      // Loaded here and not above: the schema loads Pulumi's SDK.
      const { init } = await import("./init.ts");
      const { nextSteps } = await import("./output/text.ts");
      const { cloud, platform, credentials, set, force } = options;
      const settings = named.flatMap(({ flag, path }) => {
        const text = options[attributeOf(flag)];
        return typeof text === "string" ? [{ path, text, flag }] : [];
      });
      const flags = Object.fromEntries(named.map(({ path, ...each }) => [path, each]));
      const heading = ` Stack ${stack}. Written by: mlops-platform init ${stack} --cloud ${cloud} …`;
      const chosen = { cloud, platforms: platform, credentials, settings: [...settings, ...set] };
      const made = init({ folder: process.cwd(), stack, ...chosen, flags, force, heading });
      process.stdout.write(
        nextSteps({ stack, ...made, backend: options.backend, secretsProvider: options.secretsProvider }),
      );
    });
}

function attributeOf(flag: string): string {
  return new Option(`${flag} <value>`).attributeName();
}

function stackName(text: string): string {
  // Pulumi's rule, without a hyphen at the start, which would be an option.
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(text)) {
    throw new InvalidArgumentError("Expected letters, digits, dots, hyphens and underscores.");
  }
  return text;
}

function platformList(text: string): Platform[] {
  const names = text.split(",").map((name) => name.trim());
  const isPlatform = (name: string): name is Platform => platforms.some((each) => each === name);
  if (!names.every(isPlatform)) {
    throw new InvalidArgumentError(`Expected some of ${platforms.join(", ")}, separated by commas.`);
  }
  return names;
}

function setting(text: string, earlier: Setting[]): Setting[] {
  const [, path, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new InvalidArgumentError("Expected <path>=<value>, such as mlflow.replicas=3.");
  }
  return [...earlier, { path, text: value }];
}

function backend(text: string): string {
  if (!/^(file|s3|gs|azblob|postgres|https):\/\//.test(text)) {
    throw new InvalidArgumentError("Expected file://, s3://, gs://, azblob://, postgres:// or https://.");
  }
  // Not an InvalidArgumentError, which would repeat the password. Keys of S3 may have slashes.
  if (/^(?!file:)\w+:\/\/[^?@]*:[^?@]*@/.test(text)) {
    throw new UserError(
      "--backend: the URL has a password, which others could read in the process list. Fix: leave user and password out, and set them in the backend's environment variables",
    );
  }
  return text;
}

function secretsProvider(text: string): string {
  if (!/^(default|passphrase|(awskms|gcpkms|azurekeyvault|hashivault):\/\/.+)$/.test(text)) {
    throw new InvalidArgumentError(
      "Expected default, passphrase, awskms://, gcpkms://, azurekeyvault:// or hashivault://.",
    );
  }
  return text;
}
