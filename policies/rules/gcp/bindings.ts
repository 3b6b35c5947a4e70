/** Role bindings in Google Cloud, from any of the three kinds of resources: a member, a binding or a whole policy. */
import { z } from "zod";

export interface Binding {
  role: string;
  members: string[];
}

/** Inputs of the three kinds of resources, as far as they are read. */
export interface Access {
  role?: string;
  member?: string;
  members?: string[];
  /** A policy document as JSON. */
  policyData?: string;
}

const policy = z.looseObject({
  bindings: z.array(z.looseObject({ role: z.string(), members: z.array(z.string()).default([]) })).default([]),
});

export function bindingsOf({ role = "", policyData, ...access }: Access): Binding[] {
  return policyData === undefined ? [{ role, members: membersOf(access) }] : bindingsIn(policyData);
}

/** Roles that are bound, to whatever members. */
export function rolesOf(access: Access): string[] {
  return bindingsOf(access).map(({ role }) => role);
}

export function membersOf({ member, members = [] }: Pick<Access, "member" | "members">): string[] {
  return [...(member === undefined ? [] : [member]), ...members];
}

/** Bindings in a policy document; none where it is unknown. */
function bindingsIn(policyData: string): Binding[] {
  try {
    return policy.parse(JSON.parse(policyData)).bindings;
  } catch {
    return [];
  }
}
