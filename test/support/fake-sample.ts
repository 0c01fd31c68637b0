/** How a fake node's processes go on: each uses so much of a core, and writes so many bytes a second. */
const CORE_SHARE = 0.25;
const WRITTEN = 4_096;
const MEBIBYTE = 2 ** 20;

/** A sample as the package sends it, `seconds` after the fake node was started, of watchers with these pids. */
export function fakeSample(
  {life, number, seconds}: {readonly life: string; readonly number: number; readonly seconds: number},
  watchers: ReadonlyMap<string, {readonly pids: readonly number[]}>,
): object {
  const written = Math.round(seconds * WRITTEN);
  return {
    life,
    number,
    time: 1_000 + seconds,
    uptime: 2_000 + seconds,
    own: [seconds / 1_000, 0, 30 * MEBIBYTE, 8],
    machine: {
      cores: 2,
      cpu: [seconds / 2, seconds / 10, seconds / 20, 0, 1.35 * seconds],
      memory: [4_096 * MEBIBYTE, 2_048 * MEBIBYTE],
      swap: [0, 0],
      load: [0.5, 0.4, 0.3],
      disks: [['vda', 0, written, seconds / 100]],
      networks: [['eth0', written, 2 * written]],
    },
    homes: {},
    watchers: Object.fromEntries([...watchers].map(([name, {pids}]) => [name, watcherPart(pids, seconds, written)])),
  };
}

function watcherPart(pids: readonly number[], seconds: number, written: number): object {
  const user = seconds * CORE_SHARE;
  return {
    total: [user * pids.length, 0, 0, written * pids.length],
    since: 2_000,
    count: pids.length,
    resident: pids.length * MEBIBYTE,
    threads: pids.length,
    newest: pids.length === 0 ? null : 2_000,
    processes: pids.map(pid => [pid, 0, 2_000, user, 0, MEBIBYTE, 1, 0, written]),
  };
}
