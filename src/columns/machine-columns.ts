import type {MachineFigures} from '../model/usage.js';
import type {NodeRow} from '../store/state.js';
import {type FigureOptions, figureColumn, type NodeColumn} from './column.js';
import {BYTES, PERCENT, PLAIN} from './figure-text.js';
import {formatLoad, formatRate} from './formats.js';

/** What is common to the columns of a node's machine, which only a node with samples knows: they are shown where they are chosen. */
const OF_MACHINE = {isUsual: false} as const;

/** Percent of all cores' time in which nothing ran and somebody waited for a disk. */
export const WAIT = figureColumn({
  ...OF_MACHINE,
  name: 'wait',
  title: 'WAIT',
  about: "machine: percent of its cores' time waiting for a disk",
  width: 4,
  rank: 58,
  value: ({sampled}) => sampled?.figures.machine.cpu?.wait ?? null,
  format: percent => `${Math.round(percent)}%`,
  sumOf: null,
  filter: {name: 'wait', example: 'wait>20', read: PERCENT},
  json: {field: 'wait', digits: 1, isSampled: true},
});

/** Of the last minute. */
export const LOAD = figureColumn({
  ...OF_MACHINE,
  name: 'load',
  title: 'LOAD',
  about: 'machine: processes that run or wait, mean of a minute',
  width: 4,
  rank: 57,
  value: ({sampled}) => sampled?.last.machine.load[0] ?? null,
  format: formatLoad,
  sumOf: null,
  filter: {name: 'load', example: 'load>4', read: PLAIN},
  json: {field: 'load', digits: 2, isSampled: true},
});

type Traffic = Pick<FigureOptions, 'name' | 'title' | 'about' | 'rank'> & {
  /** As filters call it, in an example: "io>10M". */
  readonly example: string;
  /** Of `status --json`; null: none. */
  readonly field: string | null;
  readonly value: (machine: MachineFigures) => number | null;
};

/** Bytes in a second. */
function traffic({example, field, value, ...options}: Traffic): NodeColumn {
  return figureColumn({
    ...OF_MACHINE,
    ...options,
    width: Math.max(5, options.title.length),
    value: ({sampled}: NodeRow) => (sampled === null ? null : value(sampled.figures.machine)),
    format: formatRate,
    sumOf: 'machines',
    filter: {name: options.name, example, read: BYTES},
    json: field === null ? null : {field, digits: 0, isSampled: true},
  });
}

function together(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

export const READ = traffic({
  name: 'read',
  title: 'READ/s',
  about: 'machine: bytes/s from its disks',
  rank: 54,
  example: 'read>10M',
  field: 'read',
  value: ({read}) => read,
});

export const WRITE = traffic({
  name: 'write',
  title: 'WRITE/s',
  about: 'machine: bytes/s to its disks',
  rank: 55,
  example: 'write>10M',
  field: 'written',
  value: ({written}) => written,
});

export const IO = traffic({
  name: 'io',
  title: 'IO/s',
  about: 'machine: bytes/s from and to its disks',
  rank: 56,
  example: 'io>10M',
  field: null,
  value: ({read, written}) => together(read, written),
});

export const IN = traffic({
  name: 'in',
  title: 'IN/s',
  about: 'machine: bytes/s that came in over the network',
  rank: 51,
  example: 'in>1M',
  field: 'received',
  value: ({received}) => received,
});

export const OUT = traffic({
  name: 'out',
  title: 'OUT/s',
  about: 'machine: bytes/s that it sent over the network',
  rank: 52,
  example: 'out>1M',
  field: 'sent',
  value: ({sent}) => sent,
});

export const NET = traffic({
  name: 'net',
  title: 'NET/s',
  about: 'machine: bytes/s over the network, both ways',
  rank: 53,
  example: 'net>1M',
  field: null,
  value: ({received, sent}) => together(received, sent),
});
