/** Replaces a secret in every plan, render, message and diff. */
export const mask = "[secret]";
