import {useEffect, useState} from 'react';
import type {Clock} from '../model/time.js';
import type {Store} from '../store/store.js';
import {BEAT, type Controller} from './controller.js';
import {type Frame, frameOf} from './frame.js';

/** Facts that come in together are drawn together, this many ms after the first: one frame. */
const FRAME = 16;

/** What to draw now: keys are answered at once, facts within a frame, and the time goes on each second. */
export function useFrame(store: Store, controller: Controller, clock: Clock): Frame {
  const [frame, setFrame] = useState(() => frameOf(store.state(), controller.screen(), clock(), store.history));
  useEffect(() => {
    let timer: NodeJS.Timeout | null = null;
    const draw = () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      setFrame(frameOf(store.state(), controller.screen(), clock(), store.history));
    };
    const stop = [
      store.subscribe(() => {
        timer ??= setTimeout(draw, FRAME);
      }),
      controller.subscribe(draw),
    ];
    // Ages and the clock go on.
    const ticker = setInterval(() => {
      controller.beat();
      draw();
    }, BEAT);
    return () => {
      for (const each of stop) each();
      clearInterval(ticker);
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, controller, clock]);
  return frame;
}
