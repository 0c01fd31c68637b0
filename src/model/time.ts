/** A moment on the controller: both clocks read together. Ages come from `monotonic`, what people read from `wall`. */
export interface Instant {
  /** Milliseconds on the monotonic clock; comparable only with others of this process. */
  readonly monotonic: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly wall: number;
}

/** The only way to ask for the time outside wire, terminal and cli: it is passed in. */
export type Clock = () => Instant;
