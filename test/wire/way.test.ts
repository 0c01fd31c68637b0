import {describe, expect, test} from '@jest/globals';
import type {NodeSpec} from '../../src/model/node.js';
import type {Channel} from '../../src/wire/way.js';
import {openWay} from '../../src/wire/ways.js';
import {spec} from '../support/watched-cluster.js';

const COMMANDS: Channel = {kind: 'commands'};
const ELSEWHERE = {problem: 'an endpoint that is neither on TCP nor a unix socket'};

function open(node: NodeSpec, channel: Channel) {
  return openWay(node).open(channel);
}

describe('the way over TCP', () => {
  test('leads to an address and port', async () => {
    expect(await open(spec('127.0.70.9', 5565), COMMANDS)).toMatchObject({url: 'tcp://127.0.70.9:5565'});
  });

  test('has brackets around IPv6', async () => {
    expect(await open(spec('::1'), COMMANDS)).toMatchObject({url: 'tcp://[::1]:5555'});
  });

  test('is found by name', async () => {
    expect(await open(spec('localhost'), COMMANDS)).toMatchObject({url: expect.stringMatching(/127\.0\.0\.1|::1/)});
  });

  test('is none when there is no such name', async () => {
    const none = {problem: 'host not found', isOfName: true};
    const way = openWay(spec('no..such..host'));
    expect(await way.open(COMMANDS)).toEqual(none);
    expect(await way.open({kind: 'events', bind: 'tcp://*:5556'})).toEqual(none);
    expect(await way.knock()).toEqual(none);
  });

  test.each([
    ['tcp://*:5556', 5556],
    ['tcp://127.0.0.1:5557', 5557],
    ['tcp://[::]:65535', 65_535],
  ])('leads to events that the node says to be at %s by their port', async (bind, port) => {
    expect(await open(spec('127.0.70.9'), {kind: 'events', bind})).toMatchObject({
      url: `tcp://127.0.70.9:${port}`,
      place: `port ${port}`,
    });
  });

  test('leads to the port that the operator named, whatever the node says', async () => {
    const named = {...spec('127.0.70.9'), eventsPort: 7_001, statisticsPort: 7_002};
    const bind = 'tcp://*:5556';
    expect(await open(named, {kind: 'events', bind})).toMatchObject({url: 'tcp://127.0.70.9:7001'});
    expect(await open(named, {kind: 'statistics', bind: null})).toMatchObject({url: 'tcp://127.0.70.9:7002'});
  });

  test.each(['udp://*:5556', 'tcp://*:0', 'tcp://*:99999', 'tcp://*', 'nonsense', null])(
    'does not lead to statistics at %s',
    async bind => {
      expect(await open(spec('127.0.70.9'), {kind: 'statistics', bind})).toEqual(ELSEWHERE);
    },
  );

  test('ends what is being opened when it is closed', async () => {
    const way = openWay(spec('localhost'));
    const opening = way.open(COMMANDS);
    const knocking = way.knock();
    way.close();
    const closed = {problem: 'not connected any more'};
    expect(await opening).toEqual(closed);
    expect(await knocking).toEqual(closed);
    expect(await way.open(COMMANDS)).toEqual(closed);
  });
});
