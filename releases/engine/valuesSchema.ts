/** Schemas of single Helm values. A chart takes null wherever it takes a value: it stands for the default. */
import { z } from "zod";

export const flag = z.boolean().nullish();
export const text = z.string().nullish();
export const count = z.int().nullish();
export const secret = z.string().meta({ secret: true }).nullish();

/** A map with the keys that releases read. All other keys pass. */
export function map<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.looseObject(shape).nullish();
}
