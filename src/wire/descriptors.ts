/** The file descriptors that the sockets of one online node take: measured, and checked by a test. */
const COMMANDS = {socket: 1, observer: 2, connection: 1};
const EVENTS = {socket: 1, observer: 2, connection: 1};
const STATISTICS = {socket: 1, connection: 1};

/** How many descriptors the connections to one node take at most. libzmq ends the whole process when it gets none. */
export function descriptorsOfNode({wantsStatistics}: {readonly wantsStatistics: boolean}): number {
  return sum(COMMANDS) + sum(EVENTS) + (wantsStatistics ? sum(STATISTICS) : 0);
}

function sum(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((all, part) => all + part, 0);
}
