/**
 * Environment for AWS's SDKs and stores other than S3 itself: these reject the checksums that clients send by default
 * (plugin-barman-cloud #393).
 */
export const checksumEnv = {
  AWS_REQUEST_CHECKSUM_CALCULATION: "when_required",
  AWS_RESPONSE_CHECKSUM_VALIDATION: "when_required",
};
