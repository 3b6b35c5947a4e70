/** Schema of the deployments file, the inventory of what runs on the platform. */
import { z } from "zod";

/** A version as text, or as a number that is not ambiguous: 3.1 may be 3.10 without its quotes. */
const version = z.union([
  z.string(),
  z
    .number()
    .refine((number) => number !== 3.1, 'a version in quotes, such as "3.10"')
    .transform(String),
]);

export const deploymentSchema = z.looseObject({
  name: z.string().min(1),
  runtime: z.string().nullish().describe("Id of the runtime, or name of its image."),
  image: z.string().nullish(),
  replicas: z.int().min(0).nullish(),
  monitoring: z.boolean().nullish(),
  env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
  model: z
    .looseObject({
      framework: z.string().nullish(),
      version: version.nullish(),
      python: version.nullish(),
    })
    .nullish(),
});

export const inventorySchema = z.looseObject({ deployments: z.array(deploymentSchema) });

export type Deployment = z.output<typeof deploymentSchema>;

/** Splits `registry.example.com/h2oai/rest-scorer:1.5.2` into `rest-scorer` and `1.5.2`. */
export function imageParts(image: string): { name: string; tag?: string; digest?: string } {
  const [, name = "", tag, digest] = /^(?:[^@]*\/)?([^/:@]*)(?::([^@]*))?(?:@(.*))?$/.exec(image) ?? [];
  return { name, ...(tag && { tag }), ...(digest && { digest }) };
}

/** Whether the name of the runtime or of the image matches. */
export function runs(deployment: Deployment, name: string | RegExp): boolean {
  const isCalled = (found: string) => (typeof name === "string" ? name === found : name.test(found));
  return [deployment.runtime, deployment.image].some((image) => image && isCalled(imageParts(image).name));
}

export function isFramework(deployment: Deployment, pattern: RegExp): boolean {
  return pattern.test(deployment.model?.framework ?? "");
}
