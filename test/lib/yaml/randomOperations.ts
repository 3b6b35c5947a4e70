/** Random operations on values. */
import fc, { type GeneratorValue } from "fast-check";
import { isMap, type Json, valueAt } from "../../../lib/json.ts";
import { applyOperation, type Operation } from "../../../lib/operations.ts";
import { type Path, startsWith } from "../../../lib/path.ts";
import { key, scalar, values } from "./randomValues.ts";

/** Each operation is made for what the ones before it leave. */
export function randomOperations(gen: GeneratorValue, start: Json): Operation[] {
  return chain(gen, start, ["set", "add", "append", "remove", "move", "rename"]);
}

/** Operations that take nothing out. */
export function randomAdditions(gen: GeneratorValue, start: Json): Operation[] {
  return chain(gen, start, ["add", "append", "rename"]);
}

type Kind = "set" | "add" | "append" | "remove" | "move" | "rename";

function chain(gen: GeneratorValue, start: Json, kinds: Kind[]): Operation[] {
  const operations: Operation[] = [];
  let tree = start;
  for (let left = gen(fc.integer, { min: 1, max: 5 }); left > 0; left -= 1) {
    const operation = randomOperation(gen, tree, gen(fc.constantFrom<Kind[]>, ...kinds));
    if (operation !== undefined) {
      operations.push(operation);
      tree = applyOperation(tree, operation);
    }
  }
  return operations;
}

function randomOperation(gen: GeneratorValue, tree: Json, kind: Kind): Operation | undefined {
  const paths = pathsIn(tree);
  const [, ...below] = paths;
  const path = below.length > 0 ? gen(fc.constantFrom<Path[]>, ...below) : [];
  if (kind === "add") {
    return { op: "set", path: newPath(gen, tree, paths), value: gen(() => added) };
  }
  if (kind === "append") {
    const lists = paths.filter((each) => Array.isArray(valueAt(tree, each)));
    const list = lists.length > 0 ? gen(fc.constantFrom<Path[]>, ...lists) : [];
    const { length } = Object(valueAt(tree, list));
    return list.length > 0 ? { op: "set", path: [...list, Number(length)], value: gen(() => added) } : undefined;
  }
  if (path.length === 0) {
    return undefined;
  }
  if (kind === "set") {
    return { op: "set", path, value: gen(() => added) };
  }
  if (kind === "remove") {
    return { op: "remove", path };
  }
  if (kind === "rename" && typeof path.at(-1) === "number") {
    return undefined;
  }
  const to = kind === "rename" ? [...path.slice(0, -1), gen(() => key)] : newPath(gen, tree, paths);
  const isApart = !startsWith(path, to) && !startsWith(to, path);
  return isApart && valueAt(tree, to) === undefined ? { op: "move", path, to } : undefined;
}

/** Up to three keys below a map, or below what can become one. */
function newPath(gen: GeneratorValue, tree: Json, paths: Path[]): Path {
  const parents = paths.filter((path) => isMap(valueAt(tree, path)) || valueAt(tree, path) === null);
  const parent = gen(fc.constantFrom<Path[]>, ...parents);
  const [first, ...rest] = gen(() => fc.array(key, { minLength: 1, maxLength: 3 }));
  const isFree = first !== undefined && valueAt(tree, [...parent, first]) === undefined;
  return [...parent, isFree ? first : "new", ...rest];
}

const added = fc.oneof(scalar, values);

function pathsIn(tree: Json, path: Path = []): Path[] {
  if (Array.isArray(tree)) {
    return [path, ...tree.flatMap((item, index) => pathsIn(item, [...path, index]))];
  }
  return [
    path,
    ...(isMap(tree) ? Object.entries(tree).flatMap(([name, child]) => pathsIn(child, [...path, name])) : []),
  ];
}
