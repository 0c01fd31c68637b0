import {type ColumnChoice, chosenCellColumns, chosenNodeColumns} from './choice.js';
import {type ColumnKind, columnNames, unknownColumn} from './unknown-column.js';

/** What `columns` was told of the columns of nodes, or of cells; null: they stay as they are. */
export interface ChoiceChange {
  readonly nodes: PartChange | null;
  readonly cells: PartChange | null;
}

type PartChange =
  /** The usual ones. */
  | {readonly type: 'auto'}
  | {readonly type: 'only'; readonly names: readonly string[]}
  /** In this order; the last word on a column counts. */
  | {readonly type: 'steps'; readonly steps: readonly Step[]};

interface Step {
  readonly name: string;
  readonly isShown: boolean;
}

/** A word, and where it stands in what was typed. */
interface Word {
  readonly text: string;
  readonly at: number;
}

export type ReadChange =
  | {readonly ok: true; readonly change: ChoiceChange}
  | {readonly ok: false; readonly message: string; readonly at: number};

const AUTO = 'auto';
/** Stands before the words about cells. */
const CELLS = '/';

/** Reads `state cpu io`, `+io -rtt`, `auto`, each of them also behind a `/`, where it is about watchers' cells: `cpu io / cpu threads`. */
export function readChange(words: readonly Word[]): ReadChange {
  const slash = words.findIndex(({text}) => text === CELLS);
  const cells = slash === -1 ? [] : words.slice(slash + 1);
  const another = cells.find(({text}) => text === CELLS);
  if (another !== undefined)
    return {ok: false, message: 'one / is enough: behind it stands what cells show', at: another.at};
  if (slash !== -1 && cells.length === 0) {
    const at = (words[slash]?.at ?? 0) + CELLS.length;
    return {ok: false, message: 'what cells show belongs behind the /, such as / +threads', at};
  }
  const ofNodes = readPart(slash === -1 ? words : words.slice(0, slash), 'nodes');
  if (!ofNodes.ok) return ofNodes;
  const ofCells = readPart(cells, 'cells');
  if (!ofCells.ok) return ofCells;
  // `auto` alone means everything.
  const isAllAuto = slash === -1 && ofNodes.part?.type === 'auto';
  return {ok: true, change: {nodes: ofNodes.part, cells: isAllAuto ? ofNodes.part : ofCells.part}};
}

type ReadPart = {readonly ok: true; readonly part: PartChange | null} | Extract<ReadChange, {ok: false}>;

function readPart(words: readonly Word[], of: ColumnKind): ReadPart {
  const [first, second] = words;
  if (first === undefined) return {ok: true, part: null};
  if (first.text === AUTO) {
    return second === undefined
      ? {ok: true, part: {type: 'auto'}}
      : {ok: false, message: 'auto stands alone: it means the usual columns', at: second.at};
  }
  const isStep = ({text}: Word) => /^[+-]/.test(text);
  const mixed = words.find(word => isStep(word) !== isStep(first));
  if (mixed !== undefined) {
    const message = 'name all columns, or add with + and take away with -, not both at once';
    return {ok: false, message, at: mixed.at};
  }
  for (const word of words) {
    const problem = problemOf(word, of);
    if (problem !== null) return {ok: false, message: problem, at: word.at};
  }
  if (!isStep(first)) return {ok: true, part: {type: 'only', names: words.map(nameOf)}};
  return {
    ok: true,
    part: {type: 'steps', steps: words.map(word => ({name: nameOf(word), isShown: word.text[0] === '+'}))},
  };
}

function nameOf({text}: Word): string {
  return text.replace(/^[+-]/, '').toLowerCase();
}

function problemOf(word: Word, of: ColumnKind): string | null {
  const name = nameOf(word);
  if (of === 'nodes' && name === 'name' && word.text.startsWith('-')) return "a node's name is always shown";
  const problem = unknownColumn(name, of);
  const isOther = problem !== null && unknownColumn(name, of === 'nodes' ? 'cells' : 'nodes') === null;
  if (!isOther) return problem;
  return of === 'nodes' ? `${problem}: columns / ${word.text}` : `${problem}: it stands before the /`;
}

/** The choice after the change; names are in the table's order. */
export function afterChange(choice: ColumnChoice, {nodes, cells}: ChoiceChange): ColumnChoice {
  const shownNodes = chosenNodeColumns(choice).map(({name}) => name);
  const shownCells = chosenCellColumns(choice).map(({name}) => name);
  return {
    nodes: nodes === null ? choice.nodes : changed(shownNodes, nodes, 'nodes'),
    cells: cells === null ? choice.cells : changed(shownCells, cells, 'cells'),
  };
}

function changed(shown: readonly string[], change: PartChange, of: ColumnKind): readonly string[] | null {
  if (change.type === 'auto') return null;
  const names = new Set(change.type === 'only' ? change.names : shown);
  for (const {name, isShown} of change.type === 'steps' ? change.steps : []) {
    if (isShown) names.add(name);
    else names.delete(name);
  }
  return columnNames(of).filter(name => names.has(name));
}

/** The lines of the configuration file that make the choice last: `columns = ["state", "cpu"]`. */
export function linesForFile(choice: ColumnChoice): readonly [string, string] {
  const line = (key: string, names: readonly string[] | null) =>
    `${key} = ${names === null ? '"auto"' : `[${names.map(name => `"${name}"`).join(', ')}]`}`;
  return [line('columns', choice.nodes?.filter(name => name !== 'name') ?? null), line('cells', choice.cells)];
}

/** Says that the choice is for this run, and what makes it last. */
export function howToKeep({nodes, cells}: ChoiceChange, choice: ColumnChoice): string {
  const [ofNodes, ofCells] = linesForFile(choice);
  const lines = [nodes === null ? [] : ofNodes, cells === null ? [] : ofCells].flat();
  return `for this run; to keep it, in config.toml under [grid]: ${lines.join(' and ')}`;
}
