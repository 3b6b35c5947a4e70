import { z } from "zod";

/** What Kubernetes, Google Cloud, AWS and Azure all take; Google Cloud is the strictest. */
const labelValue = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/,
    "1 to 63 lowercase letters, digits, - or _, ends without the last two",
  );

/** Labels of everything that can have them; tags on AWS and Azure. */
export const labels = z
  .strictObject({
    owner: labelValue.describe("Who answers for it: a team."),
    environment: labelValue.describe("What it is for, such as `production`."),
  })
  .describe("Labels of every Kubernetes object and of every cloud resource that takes labels or tags.");
