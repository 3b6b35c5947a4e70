/** The example stacks. A stack that a user adds beside them is none of the tests' business. */
export const examples = ["dev", "aws", "gcp", "azure", "onprem", "openshift", "local"];
