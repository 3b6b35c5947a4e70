import { z } from "zod";

/** A label value that Kubernetes, Google Cloud, AWS and Azure all accept; Google Cloud is the strictest. */
const labelValue = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/,
    "1 to 63 lowercase letters, digits, - or _, with a letter or digit at both ends",
  );

/** Labels of everything that can have them; tags on AWS and Azure. */
export const labels = z
  .strictObject({
    owner: labelValue.describe("Team that is responsible."),
    environment: labelValue.describe("Environment, such as `production`."),
  })
  .describe("Labels of every Kubernetes object and of every cloud resource that takes labels or tags.");
