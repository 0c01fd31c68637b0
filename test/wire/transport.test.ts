import {describe, expect, test} from '@jest/globals';
import {openTransport, portOf} from '../../src/wire/transport.js';
import {spec} from '../support/watched-cluster.js';

describe('the way to a node', () => {
  test('is its address and port', async () => {
    const transport = await openTransport(spec('127.0.70.9', 5565), 0);
    expect(transport).toMatchObject({commands: 'tcp://127.0.70.9:5565'});
    expect('url' in transport ? transport.url(5566) : null).toBe('tcp://127.0.70.9:5566');
  });

  test('has brackets around IPv6', async () => {
    expect(await openTransport(spec('::1'), 0)).toMatchObject({commands: 'tcp://[::1]:5555'});
  });

  test('is found by name', async () => {
    expect(await openTransport(spec('localhost'), 0)).toMatchObject({
      commands: expect.stringMatching(/127\.0\.0\.1|::1/),
    });
  });

  test('is none when there is no such name', async () => {
    expect(await openTransport(spec('no..such..host'), 0)).toEqual({
      problem: 'host not found',
    });
  });
});

describe('the port of a bind string', () => {
  test.each([
    ['tcp://*:5556', 5556],
    ['tcp://127.0.0.1:5557', 5557],
    ['tcp://[::]:65535', 65_535],
  ])('%s is %i', (bind, port) => {
    expect(portOf(bind)).toBe(port);
  });

  test.each(['ipc:///run/circus.sock', 'tcp://*:0', 'tcp://*:99999', 'tcp://*', 'nonsense'])('%s has none', bind => {
    expect(() => portOf(bind)).toThrow('an endpoint that is not on TCP');
  });
});
