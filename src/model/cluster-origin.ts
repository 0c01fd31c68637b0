import type {NodeId, NodeSpec} from './node.js';

/** What the cluster was made from, so that one can see what it is called and whether it was changed since. */
export interface ClusterOrigin {
  /** What stands behind `@`: a name such as `lab`, or a file such as `./lab`. */
  readonly name: string;
  /** Its nodes then, in order. */
  readonly nodes: readonly NodeId[];
}

/** What a cluster is made from that these operands name; null: they are no single set by name. */
export function originOf(operands: readonly string[], nodes: readonly NodeSpec[]): ClusterOrigin | null {
  const [word = '', another] = operands;
  const name = another === undefined ? /^@([^,]+)$/.exec(word.trim())?.[1] : undefined;
  return name === undefined ? null : {name, nodes: nodes.map(({id}) => id)};
}

/** How many nodes came and went since; null: the cluster is what its origin was, in whatever order. */
export function changesSince(
  origin: ClusterOrigin,
  nodes: readonly NodeId[],
): {readonly come: number; readonly gone: number} | null {
  const had = new Set(origin.nodes);
  const has = new Set(nodes);
  const come = nodes.filter(node => !had.has(node)).length;
  const gone = origin.nodes.filter(node => !has.has(node)).length;
  return come === 0 && gone === 0 ? null : {come, gone};
}
