/** What the numbers of a flat sample are of. A node's stays the same for as long as it has the same devices and watchers. */
export interface SampleLayout {
  readonly life: string;
  readonly disks: readonly string[];
  readonly networks: readonly string[];
  readonly homes: readonly string[];
  readonly watchers: readonly string[];
}

/** So that the layout of a node's last sample does for the next one. */
export function isSameLayout(one: SampleLayout, other: SampleLayout): boolean {
  return (
    one.life === other.life &&
    isSameList(one.disks, other.disks) &&
    isSameList(one.networks, other.networks) &&
    isSameList(one.homes, other.homes) &&
    isSameList(one.watchers, other.watchers)
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
