/** The components and their dependencies as SVG. */
import { type GraphResource, isComponent, shortType } from "../../../graph/resource.ts";
import { escapedHtml } from "../../../lib/html.ts";

const box = { width: 190, height: 44, gapX: 70, gapY: 24 };

export function componentGraph(resources: GraphResource[]): string {
  const components = resources.filter(isComponent);
  const edges = componentEdges(components, resources);
  const columns = layout(components, edges);
  const at = new Map(columns.flatMap((column, x) => column.map(({ urn }, y) => [urn, position(x, y)] as const)));

  const width = columns.length * (box.width + box.gapX);
  const height = Math.max(1, ...columns.map(({ length }) => length)) * (box.height + box.gapY);
  const lines = [...edges].flatMap(([from, targets]) => [...targets].map((to) => line(at.get(from), at.get(to))));
  const boxes = components.map((component) => labelled(component, at.get(component.urn)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="Components and their dependencies">${lines.join("")}${boxes.join("")}</svg>`;
}

type Edges = Map<string, Set<string>>;

/** Dependencies between resources, lifted to the components that own them. */
function componentEdges(components: GraphResource[], resources: GraphResource[]): Edges {
  const owners = new Map(resources.map(({ urn, parent }) => [urn, parent]));
  const isOwner = new Set(components.map(({ urn }) => urn));
  const owner = (urn: string): string | undefined => {
    const parent = owners.get(urn);
    return isOwner.has(urn) ? urn : parent ? owner(parent) : undefined;
  };
  const edges: Edges = new Map(components.map(({ urn }) => [urn, new Set()]));
  for (const { urn, dependsOn } of resources) {
    const from = owner(urn);
    for (const dependency of dependsOn) {
      const to = owner(dependency);
      if (from !== undefined && to !== undefined && from !== to) {
        edges.get(from)?.add(to);
      }
    }
  }
  return edges;
}

/** Columns from left to right: components without dependencies, then those that depend on them, and so on. */
function layout(components: GraphResource[], edges: Edges): GraphResource[][] {
  const ranks = new Map<string, number>();
  const rank = (urn: string, visiting: Set<string>): number => {
    const known = ranks.get(urn);
    if (known !== undefined || visiting.has(urn)) {
      return known ?? 0;
    }
    const below = [...(edges.get(urn) ?? [])].map((to) => rank(to, new Set([...visiting, urn])) + 1);
    const own = Math.max(0, ...below);
    ranks.set(urn, own);
    return own;
  };
  const columns: GraphResource[][] = [];
  for (const component of components) {
    const column = rank(component.urn, new Set());
    columns[column] = [...(columns[column] ?? []), component];
  }
  return Array.from(columns, (column) => column ?? []);
}

interface Point {
  x: number;
  y: number;
}

function position(column: number, row: number): Point {
  return { x: column * (box.width + box.gapX), y: row * (box.height + box.gapY) };
}

/** From the left edge of the dependent component to the right edge of its dependency. */
function line(from: Point | undefined, to: Point | undefined): string {
  if (from === undefined || to === undefined) {
    return "";
  }
  const start = { x: from.x, y: from.y + box.height / 2 };
  const end = { x: to.x + box.width, y: to.y + box.height / 2 };
  const middle = (start.x + end.x) / 2;
  return `<path d="M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}"/>`;
}

function labelled({ name, type }: GraphResource, at: Point | undefined): string {
  const { x, y } = at ?? { x: 0, y: 0 };
  return `<rect x="${x + 1}" y="${y + 1}" width="${box.width - 2}" height="${box.height - 2}" rx="6"/><text x="${x + 10}" y="${y + 18}">${escapedHtml(name)}</text><text x="${x + 10}" y="${y + 35}" opacity=".6">${escapedHtml(shortType(type))}</text>`;
}
