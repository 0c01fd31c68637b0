import type {Instant} from '../model/time.js';
import type {WatcherRow} from '../store/state.js';
import {uptimeOf} from '../store/uptime.js';
import {formatAge} from '../wording/display-state.js';
import {type CellColumn, type CellFigure, type JsonField, rounded} from './column.js';
import {BYTES, DURATION, PLAIN} from './figure-text.js';
import {formatRate} from './formats.js';

/** A figure of a watcher that is shown where it is chosen. Cells have no titles: its text says what it is. */
function cellFigure(
  options: Pick<CellColumn, 'name' | 'title' | 'about' | 'width' | 'rank'> &
    Omit<CellFigure, 'name'> & {
      readonly format: (value: number) => string;
      readonly json: JsonField<WatcherRow> | null;
    },
): CellColumn {
  const {name, title, about, width, rank, value, format, json, ...figure} = options;
  const text = (row: WatcherRow, now: Instant) => {
    const known = value(row, now);
    return known === null ? null : format(known);
  };
  return {
    name,
    title,
    about,
    isUsual: false,
    width,
    rank,
    align: 'right',
    kind: 'text',
    text,
    longText: text,
    sortKey: null,
    figure: {...figure, name, value},
    sum: null,
    json,
  };
}

const read = ({figures}: WatcherRow) => figures?.read ?? null;
const written = ({figures}: WatcherRow) => figures?.written ?? null;
const threads = ({figures}: WatcherRow) => figures?.threads ?? null;
const milliseconds = (seconds: number | null) => (seconds === null ? null : seconds * 1_000);
const restarts = ({health}: WatcherRow) => health?.restarts ?? null;

export const CELL_THREADS = cellFigure({
  name: 'threads',
  title: "watchers' threads",
  about: 'threads, with those of what it has started: "87t"',
  width: 5,
  rank: 34,
  value: threads,
  format: count => `${count}t`,
  example: 'threads>500',
  read: PLAIN,
  json: {field: 'threads', value: threads, isSampled: true},
});

/** Bytes in a second, with those of all that the processes have started; null where they may not be read. */
export const CELL_READ = cellFigure({
  name: 'read',
  title: 'what watchers read',
  about: 'bytes/s that it reads from disks: "4.1Mr"',
  width: 6,
  rank: 31,
  value: read,
  format: bytes => `${formatRate(bytes)}r`,
  example: 'neo4j:read>10M',
  read: BYTES,
  json: {field: 'read', value: row => rounded(read(row), 0), isSampled: true},
});

export const CELL_WRITE = cellFigure({
  name: 'write',
  title: 'what watchers write',
  about: 'bytes/s that it writes to disks: "4.1Mw"',
  width: 6,
  rank: 32,
  value: written,
  format: bytes => `${formatRate(bytes)}w`,
  example: 'neo4j:write>10M',
  read: BYTES,
  json: {field: 'written', value: row => rounded(written(row), 0), isSampled: true},
});

export const CELL_IO = cellFigure({
  name: 'io',
  title: "watchers' disk",
  about: 'bytes/s from and to disks: "4.1M/s"',
  width: 7,
  rank: 33,
  value: row => {
    const [from, to] = [read(row), written(row)];
    return from === null || to === null ? null : from + to;
  },
  format: bytes => `${formatRate(bytes)}/s`,
  example: 'neo4j:io>10M',
  read: BYTES,
  json: null,
});

/** In seconds here, and in filters. */
export const CELL_UPTIME = cellFigure({
  name: 'uptime',
  title: "watchers' uptime",
  about: 'since its newest process was started; with a stock circusd, if that was seen',
  width: 5,
  rank: 35,
  value: uptimeOf,
  format: seconds => formatAge(seconds * 1_000),
  example: 'uptime<1m',
  read: DURATION,
  isLowestFirst: true,
  json: {field: 'uptimeMs', value: (row, now) => rounded(milliseconds(uptimeOf(row, now)), 0), isSampled: true},
});

/** The node's own count; a stock circusd has none. */
export const CELL_RESTARTS = cellFigure({
  name: 'restarts',
  title: "watchers' restarts",
  about: 'processes that came for one that had ended by itself, since circusd was started: "2x"',
  width: 5,
  rank: 36,
  value: restarts,
  format: count => `${count}x`,
  example: 'restarts>3',
  read: PLAIN,
  json: {field: 'restarts', value: restarts, isSampled: false},
});
