/**
 * Plain scalars as Helm reads them (sigs.k8s.io/yaml over go-yaml v2): YAML 1.1 booleans, octals and merge keys, but
 * neither base-60 numbers nor dates, which stay text.
 */
import { type ScalarTag, Schema } from "yaml";

const nothing: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: () => null,
  identify: (value) => value === null,
  stringify: () => "null",
};

const yes: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/,
  resolve: () => true,
  identify: (value) => value === true,
  stringify: () => "true",
};

const no: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
  resolve: () => false,
  identify: (value) => value === false,
  stringify: () => "false",
};

const integer: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^(?:[-+]_*)?(?:0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*|0[xX]_*[\da-fA-F][\da-fA-F_]*|\d[\d_]*)$/,
  resolve: integerOf,
  identify: Number.isInteger,
  stringify: ({ value }) => String(value),
};

const float: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  test: /^(?:[-+]_*)?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d[\d_]*)?$/,
  resolve: floatOf,
  identify: (value) => typeof value === "number",
  stringify: ({ value }) => String(value),
};

/** Numbers that JSON does not have. The reader refuses them. */
const unbounded: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
  resolve: () => Number.NaN,
};

/** Merge keys, and line breaks, also those of some readers only: text that is never written without quotes. */
const quoted: ScalarTag = {
  tag: "tag:yaml.org,2002:merge",
  default: true,
  test: /^<<$|[\n\u0085\u2028\u2029\uFEFF]/,
  resolve: (source) => source,
};

export const helmSchema = new Schema({
  schema: "failsafe",
  customTags: [nothing, yes, no, integer, float, unbounded, quoted],
  resolveKnownTags: false,
});

function integerOf(source: string): number {
  const digits = source.replaceAll("_", "").replace(/^[-+]/, "").toLowerCase();
  const size = /^0[0-7]+$/.test(digits) ? Number(`0o${digits}`) : Number(digits);
  // Zero has no sign in JSON.
  return source.startsWith("-") && size !== 0 ? -size : size;
}

/** go-yaml reads a number that is too large, such as the hash 12e3456, as text. */
function floatOf(source: string): number | string {
  const number = Number(source.replaceAll("_", ""));
  return Number.isFinite(number) ? number || 0 : source;
}
