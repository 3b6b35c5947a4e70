/** Who is given which role in Google Cloud, whichever resource says so: a member, a binding, or a whole policy. */
import { z } from "zod";

export interface Binding {
  role: string;
  members: string[];
}

/** What is read of the three. */
export interface Access {
  role?: string;
  member?: string;
  members?: string[];
  /** JSON. */
  policyData?: string;
}

const policy = z.looseObject({
  bindings: z.array(z.looseObject({ role: z.string(), members: z.array(z.string()).default([]) })).default([]),
});

export function bindingsOf({ role = "", policyData, ...access }: Access): Binding[] {
  return policyData === undefined ? [{ role, members: membersOf(access) }] : bindingsIn(policyData);
}

/** Roles that are given to anybody. */
export function rolesOf(access: Access): string[] {
  return bindingsOf(access).map(({ role }) => role);
}

export function membersOf({ member, members = [] }: Pick<Access, "member" | "members">): string[] {
  return [...(member === undefined ? [] : [member]), ...members];
}

/** None where the policy is not known yet. */
function bindingsIn(policyData: string): Binding[] {
  try {
    return policy.parse(JSON.parse(policyData)).bindings;
  } catch {
    return [];
  }
}
