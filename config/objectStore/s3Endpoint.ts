import { z } from "zod";

/** Endpoint of an S3-compatible store: scheme, host and port. */
export const s3Endpoint = z
  .url({ protocol: /^https?$/, error: "a URL such as https://minio.example.com:9000" })
  .superRefine((text, context) => {
    const url = URL.parse(text);
    const extra = url === null ? [] : parts.filter(({ of }) => !["", "/"].includes(of(url))).map(({ what }) => what);
    if (extra.length > 0) {
      const message =
        "only scheme, host and port, such as https://minio.example.com:9000; access keys belong in objectStore.credentials";
      context.addIssue({ code: "custom", message, params: { found: `a URL with ${extra.join(" and ")}` } });
    }
  });

const parts: { what: string; of: (url: URL) => string }[] = [
  { what: "a user name or password", of: ({ username, password }) => username + password },
  { what: "a path", of: ({ pathname }) => pathname },
  { what: "a query", of: ({ search }) => search },
  { what: "a fragment", of: ({ hash }) => hash },
];
