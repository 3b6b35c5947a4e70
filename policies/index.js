// The pack as Pulumi runs it. Plain JavaScript: the engine hands the entry to ts-node, which knows nothing of the
// project's own TypeScript settings, while Node itself reads the rules.
import { crossGuardPack } from "./pack.ts";

crossGuardPack();
