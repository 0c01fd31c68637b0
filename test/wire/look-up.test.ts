import {expect, test} from '@jest/globals';
import {createLookUp, type LookedUp} from '../../src/wire/look-up.js';

/** Names that a name server keeps silent about; all others are found at once, at an address that says where they were looked up. */
const isSilent = (host: string) => host.startsWith('silent');

interface Asked {
  readonly host: string;
  readonly place: 'thread' | 'process';
  readonly isOver: () => boolean;
  readonly answer: (result: LookedUp) => void;
}

function names({hasProcesses = true} = {}) {
  const asked: Asked[] = [];
  const ask = (place: Asked['place']) => (host: string, over: AbortSignal) => {
    const {promise, resolve} = Promise.withResolvers<LookedUp | 'impossible'>();
    asked.push({host, place, isOver: () => over.aborted, answer: resolve});
    if (place === 'process' && !hasProcesses) resolve('impossible');
    else if (!isSilent(host)) resolve({kind: 'found', addresses: [place]});
    return promise;
  };
  const lookUp = createLookUp({inThread: ask('thread'), inProcess: ask('process')});
  return {lookUp, asked, of: (host: string) => asked.filter(each => each.host === host)};
}

const silent = (count: number) => Array.from({length: count}, (_, index) => `silent${index}`);
const LATE: LookedUp = {kind: 'late'};
const found = (where: string): LookedUp => ({kind: 'found', addresses: [where]});

test.concurrent('a name is looked up in a thread', async () => {
  expect(await names().lookUp('good')).toEqual(found('thread'));
});

test.concurrent('names that hang take up the threads, and others are looked up in processes of their own', async () => {
  const {lookUp, asked} = names();
  const hanging = silent(10).map(host => lookUp(host));
  expect(await lookUp('good')).toEqual(found('process'));
  expect(asked.filter(({place}) => place === 'thread').map(({host}) => host)).toEqual(['silent0', 'silent1']);
  expect(await Promise.all(hanging)).toEqual(hanging.map(() => LATE));
});

test.concurrent('of more names than there are processes, those that hang make room for those that had no turn yet', async () => {
  const {lookUp, of} = names();
  const hanging = silent(80).map(host => lookUp(host));
  expect(await lookUp('good')).toEqual(found('process'));
  // The first that was begun in a process.
  expect(of('silent2')[0]?.isOver()).toBe(true);
  await Promise.all(hanging);
});

test.concurrent('a name that hung is looked up in a process the next time, so that threads are free for others, and is given longer', async () => {
  const {lookUp, of} = names();
  expect(await lookUp('silent')).toEqual(LATE);
  of('silent')[0]?.answer({kind: 'unanswered'});
  const begun = performance.now();
  const again = lookUp('silent');
  const [first, second, ...more] = of('silent').map(({place}) => place);
  expect([first, second, more]).toEqual(['thread', undefined, []]);
  expect(await again).toEqual({kind: 'unanswered'});
  const third = lookUp('silent');
  expect(of('silent').map(({place}) => place)).toEqual(['thread', 'process']);
  expect(await third).toEqual(LATE);
  expect(performance.now() - begun).toBeGreaterThan(3_900);
});

test.concurrent('an answer ends all waiting for that name, which is looked up once for all who ask', async () => {
  const {lookUp, of} = names();
  const both = [lookUp('silent'), lookUp('silent')];
  of('silent')[0]?.answer({kind: 'none'});
  expect(await Promise.all(both)).toEqual([{kind: 'none'}, {kind: 'none'}]);
  expect(of('silent')).toHaveLength(1);
});

test.concurrent('the process ends as soon as nobody waits for it', async () => {
  const {lookUp, of} = names();
  const nobody = new AbortController();
  const hanging = silent(2).map(host => lookUp(host));
  const given = lookUp('silent-too', nobody.signal);
  await lookUp('good');
  expect(of('silent-too').map(({isOver}) => isOver())).toEqual([false]);
  nobody.abort();
  expect(await given).toEqual(LATE);
  expect(of('silent-too').map(({isOver}) => isOver())).toEqual([true]);
  expect(await lookUp('good', nobody.signal)).toEqual(LATE);
  await Promise.all(hanging);
});

test.concurrent('without such processes a name waits until a thread is free', async () => {
  const {lookUp, of} = names({hasProcesses: false});
  const hanging = silent(2).map(host => lookUp(host));
  const waiting = lookUp('good');
  expect(await Promise.all(hanging)).toEqual([LATE, LATE]);
  of('silent0')[0]?.answer({kind: 'none'});
  expect(await waiting).toEqual(found('thread'));
});
