import {Box, useInput, usePaste, useWindowSize} from 'ink';
import {useEffect, useMemo} from 'react';
import type {Plan, Result} from '../command/plan.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {Store} from '../store/store.js';
import {BodyParts} from './body.js';
import type {Controller} from './controller.js';
import {frameMaker, isSameFrame} from './frame.js';
import {charactersOf, keyNames} from './key-names.js';
import type {Keymap} from './keymap.js';
import {TextLines} from './line.js';
import type {ScreenTable} from './screen.js';
import type {Theme} from './theme.js';
import {useScene} from './use-scene.js';

interface AppProps {
  readonly store: Store;
  readonly controller: Controller;
  readonly clock: Clock;
  readonly screens: ScreenTable;
  readonly keymap: Keymap;
  readonly planLine: (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;
  readonly theme: Theme;
  readonly isReadOnly: boolean;
}

/** The whole screen: its size, the one place where keys come in, and the frame that is drawn. */
export function App({store, controller, clock, screens, keymap, planLine, theme, isReadOnly}: AppProps) {
  const {columns: width, rows: height} = useWindowSize();
  const frameFor = useMemo(
    () => frameMaker({width, height, theme, isReadOnly, screens, keymap, planLine}),
    [width, height, theme, isReadOnly, screens, keymap, planLine],
  );
  const scene = useScene(store, controller, clock, (one, other) => isSameFrame(frameFor(one), frameFor(other)));
  const {header, body, bottom} = frameFor(scene);
  useInput((input, key) => {
    const text = charactersOf(input, key);
    if (text !== null) controller.arrived(text);
    else for (const name of keyNames(input, key)) controller.press(name);
  });
  usePaste(text => controller.paste(text));
  useEffect(() => controller.drawn(scene.screen, body.scroll.limit));
  return (
    <Box flexDirection="column" width={width} height={height} overflowY="hidden">
      <TextLines texts={header} />
      <BodyParts parts={body.parts} />
      <Box flexGrow={1} />
      <TextLines texts={bottom} />
    </Box>
  );
}
