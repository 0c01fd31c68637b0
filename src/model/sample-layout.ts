import {Names} from './names.js';

/** What the numbers of a flat sample are of. A node's stays the same for as long as it has the same devices and watchers. */
export interface SampleLayout {
  readonly life: string;
  readonly disks: Names;
  readonly networks: Names;
  readonly homes: Names;
  readonly watchers: Names;
}

/** The same, as one sample tells it. */
export type ToldLayout = Readonly<Record<Exclude<keyof SampleLayout, 'life'>, readonly string[]>> &
  Pick<SampleLayout, 'life'>;

/** The layout of a node's last sample where that does for the next one, else a new one. */
export function layoutOf(told: ToldLayout, last: SampleLayout | null): SampleLayout {
  const {life, disks, networks, homes, watchers} = told;
  const isSame =
    last !== null &&
    last.life === life &&
    last.disks.isOf(disks) &&
    last.networks.isOf(networks) &&
    last.homes.isOf(homes) &&
    last.watchers.isOf(watchers);
  if (isSame) return last;
  return {
    life,
    disks: new Names(disks),
    networks: new Names(networks),
    homes: new Names(homes),
    watchers: new Names(watchers),
  };
}
