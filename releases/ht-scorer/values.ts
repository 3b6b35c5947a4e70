/** Schema of a scorer's settings. It has no chart: they are environment variables anywhere in the values. */
import { z } from "zod";

export const settings = z.looseObject({});
