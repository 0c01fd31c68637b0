import {Text} from 'ink';
import {memo, type ReactNode} from 'react';

/** One line of the screen, prepared as a string of exact width: the same string is not drawn again. */
const Line = memo(function Line({text}: {readonly text: string}) {
  return <Text wrap="truncate">{text}</Text>;
});

/** Prepared lines below each other. A line is known by its place: what it says changes, where it stands does not. */
export function TextLines({texts}: {readonly texts: readonly string[]}) {
  const lines: ReactNode[] = [];
  for (const text of texts) lines.push(<Line key={lines.length} text={text} />);
  return lines;
}
