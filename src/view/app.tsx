import {Box, useInput, usePaste, useWindowSize} from 'ink';
import {useEffect, useMemo} from 'react';
import type {Clock} from '../model/time.js';
import type {Store} from '../store/store.js';
import {BodyParts} from './body.js';
import type {Controller} from './controller.js';
import {type FrameOptions, frameMaker, isSameFrame} from './frame.js';
import {charactersOf, keyNames} from './key-names.js';
import {TextLines} from './line.js';
import {useScene} from './use-scene.js';

interface AppProps extends Omit<FrameOptions, 'width' | 'height'> {
  readonly store: Store;
  readonly controller: Controller;
  readonly clock: Clock;
}

/** The whole screen: its size, the one place where keys come in, and the frame that is drawn. */
export function App({store, controller, clock, ...options}: AppProps) {
  const {screens, keymap, planLine, theme} = options;
  const {columns: width, rows: height} = useWindowSize();
  const frameFor = useMemo(
    () => frameMaker({width, height, theme, screens, keymap, planLine}),
    [width, height, theme, screens, keymap, planLine],
  );
  const scene = useScene(store, controller, clock, (one, other) => isSameFrame(frameFor(one), frameFor(other)));
  const {header, body, bottom} = frameFor(scene);
  useInput((input, key) => {
    const text = charactersOf(input, key);
    if (text !== null) controller.arrived(text);
    else for (const name of keyNames(input, key)) controller.press(name);
  });
  usePaste(text => controller.paste(text));
  useEffect(() => controller.drawn(scene.screen, body));
  return (
    <Box flexDirection="column" width={width} height={height} overflowY="hidden">
      <TextLines texts={header} />
      <BodyParts parts={body.parts} />
      <Box flexGrow={1} />
      <TextLines texts={bottom} />
    </Box>
  );
}
