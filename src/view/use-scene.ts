import {useEffect, useRef, useState} from 'react';
import type {Clock, Instant} from '../model/time.js';
import type {Store} from '../store/store.js';
import {BEAT, type Controller} from './controller.js';
import {type Scene, sceneOf} from './scene.js';

/** Facts that come in together are drawn together, this many ms after the first: one frame. */
const FRAME = 16;
/** A frame that took long is followed by so many times as long without one for facts alone: keys and messages have their turn. */
const SHARE = 3;
/** Milliseconds that facts wait at most for their frame. */
const LONGEST_PAUSE = 100;
/** Milliseconds that the time waits for statistics, which come about as often: one frame does for both. */
const PATIENCE = 100;

/** While the picture stands still it is made, to be compared, ever less often, at last after so many ms. */
const LONGEST = 8 * BEAT;

/**
 * What to draw now: keys are answered at once, facts within a frame, or where frames take long a little later, but for those that change nothing to see. The time goes
 * on each second, together with the statistics, which come as often; where the picture will be the same then, it goes on later.
 *
 * @param isSame whether two scenes give the same frame: that the time went on is no reason to draw it again
 */
export function useScene(
  store: Store,
  controller: Controller,
  clock: Clock,
  isSame: (one: Scene, other: Scene) => boolean,
): Scene {
  const newestIsSame = useRef(isSame);
  newestIsSame.current = isSame;
  /** When the last frame was begun, on the monotonic clock, and how long it took, in ms. */
  const began = useRef(0);
  const took = useRef(0);
  useEffect(() => {
    if (began.current === 0) return;
    took.current = clock().monotonic - began.current;
    began.current = 0;
  });
  const [scene, setScene] = useState(() => sceneOf(store.state(), controller.screen(), clock(), store.history));
  useEffect(() => {
    /** @param ahead what it will be after so many ms if nothing happens */
    const read = (ahead = 0) => sceneOf(store.state(), controller.screen(), after(clock(), ahead), store.history);
    let shown = read();
    /** Milliseconds to the next tick; 0: the last one found another picture. */
    let pause = 0;
    let next: NodeJS.Timeout | undefined;
    let ticker: NodeJS.Timeout | undefined;
    const show = (scene: Scene) => {
      shown = scene;
      began.current = clock().monotonic;
      setScene(scene);
    };
    const draw = () => {
      clearTimeout(next);
      next = undefined;
      clearTimeout(ticker);
      pause = 0;
      ticker = setTimeout(tick, BEAT + PATIENCE);
      show(read());
    };
    const isSameAfter = (ahead: number) => newestIsSame.current(shown, read(ahead));
    const tick = () => {
      const longer = Math.min(2 * pause, LONGEST);
      if (pause > 0 && isSameAfter(longer)) pause = longer;
      else {
        const now = read();
        const isStill = newestIsSame.current(shown, now);
        pause = isStill && pause === 0 ? BEAT : 0;
        if (!isStill) show(now);
      }
      ticker = setTimeout(tick, Math.max(BEAT, pause));
    };
    const stop = [
      store.subscribe(isQuiet => {
        if (!isQuiet) next ??= setTimeout(draw, Math.min(LONGEST_PAUSE, Math.max(FRAME, SHARE * took.current)));
      }),
      controller.subscribe(draw),
    ];
    ticker = setTimeout(tick, BEAT);
    const heart = setInterval(controller.beat, BEAT);
    return () => {
      for (const each of stop) each();
      clearTimeout(next);
      clearTimeout(ticker);
      clearInterval(heart);
    };
  }, [store, controller, clock]);
  return scene;
}

function after({monotonic, wall}: Instant, ms: number): Instant {
  return {monotonic: monotonic + ms, wall: wall + ms};
}
