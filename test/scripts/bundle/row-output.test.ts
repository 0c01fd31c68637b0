import {expect, test} from '@jest/globals';
import {type CellLine, cellsOf} from '../../../src/terminal/cell-line.js';
import {PACKAGE_ROOT} from '../../support/package-root.js';
import {seededRandom} from '../../terminal/random-frames.js';

type Transformer = (line: string, index: number) => string;

interface Output {
  operations: readonly unknown[];
  write(x: number, y: number, text: string, options: {transformers: readonly Transformer[]}): void;
  clip(clip: {x1?: number; x2?: number; y1?: number; y2?: number}): void;
  unclip(): void;
  get(): {output: string; height: number};
}

type OutputClass = new (size: {width: number; height: number}) => Output;

const {default: InkOutput}: {default: OutputClass} = await import(`${PACKAGE_ROOT}node_modules/ink/build/output.js`);
const {rowOutput}: {rowOutput(output: OutputClass): OutputClass} = await import(
  `${PACKAGE_ROOT}scripts/bundle/row-output.mjs`
);
const {
  partRows,
}: {
  partRows(
    operations: readonly unknown[],
    width: number,
    height: number,
  ): {rows: {size: number}; isAll: boolean} | null;
} = await import(`${PACKAGE_ROOT}scripts/bundle/whole-rows.mjs`);
const RowOutput = rowOutput(InkOutput);

const WIDTH = 12;
const HEIGHT = 6;
const plain: Transformer = line => line;
const cells = (text: string): readonly CellLine[] => text.split('\n').map(line => cellsOf(line.trimEnd(), WIDTH));

test('rows that are taken as they are look as if Ink had drawn them, and so does the rest', () => {
  const random = seededRandom(5);
  const below = (limit: number) => Math.floor(random() * limit);
  const texts = ['one', '\u001B[31mred\u001B[0m and on', 'exactly 12  ', '世界', 'two\nlines', '\u001B[2m●\u001B[0m'];
  let whole = 0;
  let mixed = 0;
  for (let count = 0; count < 3_000; count++) {
    const output = new InkOutput({width: WIDTH, height: HEIGHT});
    const isClipped = random() < 0.5;
    if (isClipped) output.clip(random() < 0.8 ? {y1: below(2), y2: 4 + below(3)} : {x1: 0, x2: WIDTH - below(2)});
    for (let writes = below(6); writes >= 0; writes--) {
      output.write(random() < 0.8 ? 0 : below(4), below(HEIGHT + 1), texts[below(texts.length)] ?? '', {
        transformers: random() < 0.9 ? [plain] : [line => line.toUpperCase()],
      });
    }
    if (isClipped) output.unclip();
    const ours = new RowOutput({width: WIDTH, height: HEIGHT});
    ours.operations = output.operations;
    expect(cells(ours.get().output)).toEqual(cells(output.get().output));
    const parts = partRows(output.operations, WIDTH, HEIGHT);
    if (parts === null || parts.rows.size === 0) continue;
    if (parts.isAll) whole++;
    else mixed++;
  }
  expect(Math.min(whole, mixed)).toBeGreaterThan(200);
});
