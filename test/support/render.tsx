import {Text} from 'ink';
import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';

/** Draws a component at a size; ink-testing-library itself knows one width and no height. */
export function renderAt(element: ReactElement, columns: number, rows: number) {
  const instance = render(<Text> </Text>);
  Object.defineProperties(instance.stdout, {columns: {value: columns}, rows: {value: rows}});
  instance.stdout.emit('resize');
  instance.rerender(element);
  return instance;
}

/** A picture as text without colours, each line without the spaces at its end. */
export function picture(frame: string | undefined): string {
  return (frame ?? '')
    .replace(/\u001B\[[0-9;]*m/g, '')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
}
