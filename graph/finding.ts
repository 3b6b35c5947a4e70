export type Severity = "low" | "medium" | "high" | "critical";

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
