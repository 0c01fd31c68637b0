import type {Terminal} from '@xterm/headless';

/** One cell of a screen: its text and its SGR codes. The second cell of a wide character is empty. */
interface Cell {
  readonly text: string;
  readonly style: readonly string[];
}

export type Cells = readonly (readonly Cell[])[];

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

/** All cells of the screen, row by row. */
export function readCells(emulator: Terminal): Cells {
  const {active} = emulator.buffer;
  const reused = active.getNullCell();
  return Array.from({length: emulator.rows}, (_, y) => {
    const line = active.getLine(active.baseY + y);
    return Array.from({length: emulator.cols}, (_, x) => {
      const cell = line?.getCell(x, reused);
      if (cell === undefined) return {text: ' ', style: []};
      return {text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ', style: styleOf(cell)};
    });
  });
}

export function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.text === b?.text && isSameStyle(a?.style ?? [], b?.style ?? []);
}

export function isSameStyle(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((code, index) => code === b[index]);
}

function styleOf(cell: BufferCell): readonly string[] {
  const codes: string[] = [];
  if (cell.isBold() !== 0) codes.push('1');
  if (cell.isDim() !== 0) codes.push('2');
  if (cell.isItalic() !== 0) codes.push('3');
  if (cell.isUnderline() !== 0) codes.push('4');
  if (cell.isInverse() !== 0) codes.push('7');
  if (cell.isStrikethrough() !== 0) codes.push('9');
  if (!cell.isFgDefault()) codes.push(colorCode(cell.getFgColor(), cell.isFgRGB(), 30));
  if (!cell.isBgDefault()) codes.push(colorCode(cell.getBgColor(), cell.isBgRGB(), 40));
  return codes;
}

/** @param base 30 for the foreground, 40 for the background */
function colorCode(color: number, isRgb: boolean, base: number): string {
  if (isRgb) return `${base + 8};2;${color >> 16};${(color >> 8) & 255};${color & 255}`;
  if (color < 8) return String(base + color);
  return color < 16 ? String(base + 60 + color - 8) : `${base + 8};5;${color}`;
}
