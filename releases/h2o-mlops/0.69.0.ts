/** H2O MLOps 0.68.x to 0.69.0: models live in blob storage alone, runtime images move in lockstep. */

import { valueAt } from "../../lib/json.ts";
import { remove } from "../engine/edits.ts";
import { blocker, deployed, gate, notice, only, present } from "../engine/notices.ts";
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { guide } from "./guide.ts";
import { hasNoVersion, raisedImage } from "./images.ts";
import { hasBucket, isOnVolume, repairs } from "./storage.ts";
import { namedValues } from "./values.ts";

const hashing = guide("PBKDF2 hash support");
const parameters = guide("Changes to storage configuration parameters");
const runtimes = guide("MLOPs runtimes");
const storage = guide("MLOps storage");

const why = {
  reason: "Blob storage is the only backend.",
  source: parameters("All parameters under this section are no longer supported."),
};

export const mlops_0_69 = release<Answers>({
  version: "0.69.0",
  heading: "From 0.68.x to 0.69.0",
  values: namedValues,

  edits: [
    ...repairs,
    remove("storage.persistence", why),
    remove("storage.pvcMigration", why),
    remove("storage.cloudPersistence.enabled", {
      reason: "There is nothing left to switch: blob storage is always on.",
      source: parameters(
        "The 'enabled' parameter was removed since cloudPersistence is now the only option supported.",
      ),
    }),
  ],

  deployments: [
    raisedImage("1.5.3", {
      when: ({ to }) => to.exact !== "0.69.1",
      reason: "0.69 needs runtime images of 1.5.3 or later.",
      source: runtimes(
        "All runtime images must be updated to at least version 1.5.3, which was released with H2O MLOps version 0.69.0",
      ),
    }),
    raisedImage("1.5.4", {
      when: ({ to }) => to.exact === "0.69.1",
      reason: "0.69.1 needs the runtime images that were released with it.",
      source: runtimes("all deployment's images must be updated to runtimes v1.5.4."),
    }),
  ],

  rules: [
    blocker("storage-on-volume", {
      where: only(
        ({ values, answers }) => isOnVolume(values) && !answers.storageMigrated,
        present("storage.persistence"),
      ),
      say: "Models may still be on a volume, which 0.69 does not read. Deploy 0.68 in MIGRATE mode, wait until its migrator Job has completed, and confirm it.",
      answer: "storageMigrated",
      source: storage(
        "only blob storages are supported as the backend. Support for other storage options has been discontinued.",
      ),
    }),
    blocker("no-blob-storage", {
      where: only(({ values }) => isOnVolume(values) && !hasBucket(values), present("storage.persistence")),
      say: "Models are on a volume, and no bucket is set in storage.cloudPersistence.url: 0.69 would find none of them.",
      source: storage(
        "only blob storages are supported as the backend. Support for other storage options has been discontinued.",
      ),
    }),
    gate("old-volume", {
      when: "after",
      where: only(({ values }) => isOnVolume(values)),
      say: "The old volume still holds every model. Once the bucket is proven, delete the volume by hand.",
      check: "kubectl get persistentvolumeclaims --all-namespaces",
      source: parameters(
        "you can safely delete your existing PVC that was used as the storage backend prior to the 0.68.0 release.",
      ),
    }),

    notice("runtime-images", {
      say: "Runtime images go with the release from now on: each release of MLOps names the images that its deployments need.",
      source: runtimes(
        "Starting with version 0.69.0 all runtime images must be always updated to the runtime images released with that corresponding H2O MLOPs version.",
      ),
    }),
    notice("runtime-image-unknown", {
      where: deployed(hasNoVersion),
      say: "The image's tag says no version. Make sure that it is 1.5.3 or later.",
      source: runtimes("All runtime images must be updated to at least version 1.5.3"),
    }),

    notice("pbkdf2", {
      where: only(({ values }) => {
        const activated = valueAt(values, ["securityOptions", "activated"]);
        return Array.isArray(activated) && !activated.includes("PASSPHRASE_HASH_TYPE_PBKDF2");
      }, present("securityOptions.activated")),
      say: "Passphrase (Stored hashed) is offered only with PASSPHRASE_HASH_TYPE_PBKDF2 among securityOptions.activated. Add it if you want that.",
      source: hashing("Having PASSPHRASE_HASH_TYPE_BCRYPT is neither sufficient nor required."),
    }),
    notice("pbkdf2-format", {
      say: "Code that hashes passphrases itself must use PBKDF2: pbkdf2:<hashFunc>:<iterations>$<salt>$<hash>, salt and hash in base64. Deployments with bcrypt go on.",
      source: hashing(
        "PBKDF2 hashing replaces bcrypt when creating deployments with the Passphrase (Stored hashed) security option.",
      ),
    }),
    notice("bcrypt-deployments", {
      say: "Deployments that were made with bcrypt stay reachable as they are.",
      source: hashing(
        "Older deployments created with bcrypt hashing remains accessible without requiring any additional configuration.",
      ),
    }),
  ],
});
