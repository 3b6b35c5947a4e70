/** From the least severe to the most severe. */
export const severities = ["low", "medium", "high", "critical"] as const;

export type Severity = (typeof severities)[number];

/** A rule of the policy pack that a resource violates. */
export interface Finding {
  rule: string;
  severity: Severity;
  level: "mandatory" | "advisory";
  urn: string;
  /** The violation, in full sentences. */
  message: string;
  fix: string;
}
