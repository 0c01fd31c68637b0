/** What each fake node of a fleet is like. */
export interface FleetOptions {
  readonly count: number;
  /** How many processes each watcher has; 0: it is stopped. */
  readonly watchers: Readonly<Record<string, number>>;
  /** Messages of circus-stats that each node publishes per second; a real one publishes each of its messages once a second. */
  readonly messages: number;
  /** Whether each node sends, once a second, what our package tells of its processes; absent: it is a stock circusd. */
  readonly hasPackage?: boolean;
  /** Whether the samples are the same every time. */
  readonly isSteady?: boolean;
  /** Events per second of the first node: processes of its first watcher that end and are respawned; absent: none. */
  readonly events?: number;
}

/** `count` watchers, each with one process. */
export function watchers(count: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Array.from({length: count}, (_, index) => [`service${index + 1}`, 1]));
}

/** How many messages a real node with these watchers publishes per second: one per process and watcher, three for circus itself. */
export function realMessages(watchers: FleetOptions['watchers']): number {
  const running = Object.values(watchers).filter(processes => processes > 0);
  return running.reduce((sum, processes) => sum + processes + 1, 3);
}
