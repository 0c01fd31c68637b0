import {Box, useInput, usePaste, useWindowSize} from 'ink';
import {useEffect, useMemo} from 'react';
import type {CommandTable, Plan, Result} from '../command/command.js';
import type {NodeId} from '../model/node.js';
import type {Clock} from '../model/time.js';
import type {Store} from '../store/store.js';
import type {Controller} from './controller.js';
import {frameMaker, isSameFrame} from './frame.js';
import {helpLines} from './help.js';
import {Jobs} from './jobs.js';
import {charactersOf, keyNames} from './key-names.js';
import {TextLines} from './line.js';
import {shownJob} from './screen-state.js';
import type {Theme} from './theme.js';
import {useScene} from './use-scene.js';

export interface AppProps {
  readonly store: Store;
  readonly controller: Controller;
  readonly clock: Clock;
  readonly table: CommandTable;
  readonly planLine: (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;
  readonly theme: Theme;
  readonly isReadOnly: boolean;
}

/** The whole screen: its size, the one place where keys come in, and which picture is shown. */
export function App({store, controller, clock, table, planLine, theme, isReadOnly}: AppProps) {
  const {columns: width, rows: height} = useWindowSize();
  const picture = useMemo(
    () => frameMaker({width, height, theme, isReadOnly, planLine}),
    [width, height, theme, isReadOnly, planLine],
  );
  const frame = useScene(store, controller, clock, (one, other) => isSameFrame(picture(one), picture(other)));
  useInput((input, key) => {
    const text = charactersOf(input, key);
    if (text !== null) controller.arrived(text);
    else for (const name of keyNames(input, key)) controller.press(name);
  });
  usePaste(text => controller.paste(text));
  useEffect(() => controller.drawn());

  const {state, screen, now} = frame;
  const {header, grid, bottom} = picture(frame);
  const middle = height - header.length - bottom.length;
  return (
    <Box flexDirection="column" width={width} height={height} overflowY="hidden">
      <TextLines texts={header} />
      {grid !== null && <TextLines texts={grid} />}
      {screen.screen === 'help' && (
        <TextLines texts={scrolledLines(helpLines(table, screen, width, theme), screen.scrolled, middle)} />
      )}
      {screen.screen === 'jobs' && (
        <Jobs
          jobs={state.jobs}
          shown={shownJob(screen, state.jobs)}
          scrolled={screen.scrolled}
          now={now}
          width={width}
          height={middle}
          theme={theme}
        />
      )}
      <Box flexGrow={1} />
      <TextLines texts={bottom} />
    </Box>
  );
}

function scrolledLines(lines: readonly string[], scrolled: number, height: number): readonly string[] {
  const first = Math.min(scrolled, Math.max(0, lines.length - height));
  return lines.slice(first, first + height);
}
