/** Yatai, from 0.4.6 to 1.1. */
import { z } from "zod";
import { acknowledge } from "../engine/acknowledgements.ts";
import type { Product } from "../engine/release.ts";
import { yatai_0_4 } from "./0.4.6.ts";
import { yatai_1_0 } from "./1.0.0.ts";
import { yatai_1_1 } from "./1.1.0.ts";

export const yatai: Product = {
  name: "yatai",
  title: "Yatai",
  answers: z.strictObject({ acknowledge }),
  releases: [yatai_0_4, yatai_1_0, yatai_1_1],
};
