import {Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';

/** Draws a component at a size; ink-testing-library itself has one width and no height. */
export function renderAt(element: ReactElement, columns: number, rows: number) {
  const instance = render(<Text> </Text>);
  Object.defineProperties(instance.stdout, {columns: {value: columns}, rows: {value: rows}});
  instance.stdout.emit('resize');
  instance.rerender(element);
  return instance;
}

/** A frame as text without colours; the spaces at the end of each line are removed. */
export function frameText(frame: string | undefined): string {
  return (frame ?? '')
    .replace(/\u001B\[[0-9;]*m/g, '')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
}
