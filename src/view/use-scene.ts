import {useEffect, useRef, useState} from 'react';
import type {Clock} from '../model/time.js';
import type {Store} from '../store/store.js';
import {BEAT, type Controller} from './controller.js';
import {type Scene, sceneOf} from './scene.js';

/** Facts that come in together are drawn together, this many ms after the first: one frame. */
const FRAME = 16;

/**
 * What to draw now: keys are answered at once, facts within a frame, but for those that change nothing to see. The time goes
 * on each second, together with the statistics, which come as often.
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
  const [scene, setScene] = useState(() => sceneOf(store.state(), controller.screen(), clock(), store.history));
  useEffect(() => {
    const read = () => sceneOf(store.state(), controller.screen(), clock(), store.history);
    let next: NodeJS.Timeout | undefined;
    let ticker: NodeJS.Timeout | undefined;
    const draw = () => {
      clearTimeout(next);
      next = undefined;
      clearTimeout(ticker);
      ticker = setTimeout(tick, BEAT);
      setScene(read());
    };
    const tick = () => {
      ticker = setTimeout(tick, BEAT);
      const now = read();
      setScene(shown => (newestIsSame.current(shown, now) ? shown : now));
    };
    const stop = [
      store.subscribe(isQuiet => {
        if (!isQuiet) next ??= setTimeout(draw, FRAME);
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
