/** Role lists of the API gateway, which are enforced as of 1.0 and removed in 1.1. */

import { valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import type { Context } from "../engine/places.ts";

/** 1.0 keeps the list below `authorization`, 1.1 removes one below `config`: the guide does not say that it moved. */
export const roleLists = ["apiGateway.config.allowedUserRoles", "apiGateway.authorization.allowedUserRoles"];

export function isAuthorizationOff({ values }: Pick<Context, "values">): boolean {
  return valueAt(values, pathOf("apiGateway.authorization.enabled")) === false;
}
