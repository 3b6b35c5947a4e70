/** H2O MLOps 0.68.x to 0.69.0: models are in blob storage only, runtime images follow the release. */

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
  reason: "Blob storage is the only storage backend.",
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
      reason: "The switch is removed: blob storage is always enabled.",
      source: parameters(
        "The 'enabled' parameter was removed since cloudPersistence is now the only option supported.",
      ),
    }),
  ],

  deployments: [
    raisedImage("1.5.3", {
      when: ({ to }) => to.exact !== "0.69.1",
      reason: "0.69 requires runtime images 1.5.3 or later.",
      source: runtimes(
        "All runtime images must be updated to at least version 1.5.3, which was released with H2O MLOps version 0.69.0",
      ),
    }),
    raisedImage("1.5.4", {
      when: ({ to }) => to.exact === "0.69.1",
      reason: "0.69.1 requires the runtime images that were released with it.",
      source: runtimes("all deployment's images must be updated to runtimes v1.5.4."),
    }),
  ],

  rules: [
    blocker("storage-on-volume", {
      where: only(
        ({ values, answers }) => isOnVolume(values) && !answers.storageMigrated,
        present("storage.persistence"),
      ),
      say: "Models may still be on a volume, which 0.69 does not read. Deploy 0.68 in MIGRATE mode, wait until its migrator Job has completed, and confirm that it has.",
      answer: "storageMigrated",
      source: storage(
        "only blob storages are supported as the backend. Support for other storage options has been discontinued.",
      ),
    }),
    blocker("no-blob-storage", {
      where: only(({ values }) => isOnVolume(values) && !hasBucket(values), present("storage.persistence")),
      say: "Models are on a volume, and storage.cloudPersistence.url names no bucket, so 0.69 would not find any model. Set the bucket in storage.cloudPersistence.url.",
      source: storage(
        "only blob storages are supported as the backend. Support for other storage options has been discontinued.",
      ),
    }),
    gate("old-volume", {
      when: "after",
      where: only(({ values }) => isOnVolume(values)),
      say: "The old volume still holds a copy of every model. Delete it by hand once the models in the bucket are verified.",
      check: "kubectl get persistentvolumeclaims --all-namespaces",
      source: parameters(
        "you can safely delete your existing PVC that was used as the storage backend prior to the 0.68.0 release.",
      ),
    }),

    notice("runtime-images", {
      severity: "action",
      say: "From 0.69 on, update the runtime images of all deployments with every release of MLOps, to the images released with it.",
      source: runtimes(
        "Starting with version 0.69.0 all runtime images must be always updated to the runtime images released with that corresponding H2O MLOPs version.",
      ),
    }),
    notice("runtime-image-unknown", {
      severity: "action",
      where: deployed(hasNoVersion),
      say: "The image's tag does not name a version. Make sure that the image is 1.5.3 or later.",
      source: runtimes("All runtime images must be updated to at least version 1.5.3"),
    }),

    notice("pbkdf2", {
      severity: "action",
      where: only(({ values }) => {
        const activated = valueAt(values, ["securityOptions", "activated"]);
        return Array.isArray(activated) && !activated.includes("PASSPHRASE_HASH_TYPE_PBKDF2");
      }, present("securityOptions.activated")),
      say: "The option Passphrase (Stored hashed) is offered only if securityOptions.activated has PASSPHRASE_HASH_TYPE_PBKDF2. Add it to keep the option.",
      source: hashing("Having PASSPHRASE_HASH_TYPE_BCRYPT is neither sufficient nor required."),
    }),
    notice("pbkdf2-format", {
      severity: "breaking",
      say: "Code that hashes passphrases itself must use PBKDF2 in the form pbkdf2:<hashFunc>:<iterations>$<salt>$<hash>, with salt and hash in base64. Existing deployments with bcrypt keep working.",
      source: hashing(
        "PBKDF2 hashing replaces bcrypt when creating deployments with the Passphrase (Stored hashed) security option.",
      ),
    }),
    notice("bcrypt-deployments", {
      severity: "info",
      say: "Deployments created with bcrypt hashing stay accessible without any change.",
      source: hashing(
        "Older deployments created with bcrypt hashing remains accessible without requiring any additional configuration.",
      ),
    }),
  ],
});
