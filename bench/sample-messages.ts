/** The two parts of a message of circus-stats. */
export type Message = readonly [topic: Buffer, body: Buffer];

/** Makes the messages about watchers. Each is made once and reused, so that the fleet leaves the CPU to what is measured. */
interface SampleMessages {
  /** One for each process of the watcher, then the aggregate. `turn`: the number of the sample. */
  readonly ofWatcher: (name: string, pids: readonly number[], turn: number) => readonly Message[];
  /** Those of circus itself: circusd, circusd-stats, and the aggregate of both. */
  readonly ofCircus: (circusd: number, statistics: number, turn: number) => readonly Message[];
}

/** How many different samples there are; then they repeat. */
const TURNS = 32;
const CIRCUS = 'circus';

export function createSampleMessages(): SampleMessages {
  const made = new Map<string, readonly (readonly Message[])[]>();

  function inTurn(key: string, turn: number, make: (turn: number) => readonly Message[]): readonly Message[] {
    let turns = made.get(key);
    if (turns === undefined) {
      turns = Array.from({length: TURNS}, (_, each) => make(each));
      made.set(key, turns);
    }
    return turns[turn % TURNS] ?? [];
  }

  return {
    ofWatcher: (name, pids, turn) =>
      inTurn(`${name} ${pids.join(' ')}`, turn, each => [
        ...pids.map(pid => ofProcess(name, pid, null, each)),
        aggregate(name, pids, each),
      ]),
    ofCircus: (circusd, statistics, turn) =>
      inTurn(`${CIRCUS} ${circusd} ${statistics}`, turn, each => [
        ofProcess(CIRCUS, circusd, 'circusd', each),
        ofProcess(CIRCUS, statistics, 'circusd-stats', each),
        aggregate(CIRCUS, [statistics, circusd], each),
      ]),
  };
}

function ofProcess(topic: string, pid: number, name: string | null, turn: number): Message {
  return message(`stat.${topic}.${pid}`, {
    mem_info1: `${(8 + vary(pid, turn, 97)).toFixed(2)}M`,
    mem_info2: '213.54M',
    cpu: vary(pid, turn, 999) / 10,
    mem: 0.033,
    ctime: '0:08.14',
    pid,
    username: 'root',
    nice: 0,
    create_time: 1_795_354_996.6,
    age: 8.38 + turn,
    cmdline: 'python3',
    children: [],
    subtopic: pid,
    name,
  });
}

function aggregate(topic: string, pids: readonly number[], turn: number): Message {
  return message(`stat.${topic}`, {pid: pids, cpu: vary(pids[0] ?? 0, turn, 999) / 10, mem: 0.066, age: 8.38 + turn});
}

/** From 0 to `most`, different in each turn, the same in each run of the benchmark. */
function vary(pid: number, turn: number, most: number): number {
  const mixed = Math.imul(Math.imul(pid + 1, 0x9e37_79b1) ^ (turn + 1), 0x85eb_ca6b) >>> 0;
  return ((mixed ^ (mixed >>> 13)) >>> 0) % (most + 1);
}

function message(topic: string, body: object): Message {
  return [Buffer.from(topic), Buffer.from(JSON.stringify(body))];
}
