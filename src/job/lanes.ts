import type {Target} from '../model/job.js';

/** The targets of one node by index, in the plan's order: a node does one thing at a time, so they go one after the other. */
export type Lane = readonly number[];

/** @returns a lane for each node, in the order in which the nodes come first. */
export function lanesOf(targets: readonly Target[]): readonly Lane[] {
  const lanes = new Map<string, number[]>();
  targets.forEach((target, index) => {
    const lane = lanes.get(target.node);
    if (lane === undefined) lanes.set(target.node, [index]);
    else lane.push(index);
  });
  return [...lanes.values()];
}

/** Runs lanes side by side, at the most `fanout` at a time; inside a lane one after the other. */
export async function runLanes(
  lanes: readonly Lane[],
  fanout: number,
  run: (index: number) => Promise<void>,
): Promise<void> {
  const waiting = lanes.values();
  const workers = Array.from({length: Math.min(fanout, lanes.length)}, async () => {
    for (const lane of waiting) {
      for (const index of lane) await run(index);
    }
  });
  await Promise.all(workers);
}
