/** A scorer has no chart of its own: its settings are a deployment's environment, wherever the values keep it. */
import { z } from "zod";

export const settings = z.looseObject({});
