import {expect, test} from '@jest/globals';
import {isCircusOwn} from '../../src/model/watcher.js';

test.each(['circusd-stats', 'circushttpd', 'plugin:flapping', 'Circusd-Stats', 'CircusHTTPD', 'Plugin:x'])(
  '%s is circus’s own',
  name => {
    expect(isCircusOwn(name)).toBe(true);
  },
);

test.each(['circus', 'circushttpd2', 'circusd-stats-2', 'my-plugin:x', 'plugin', 'httpd'])('%s is not', name => {
  expect(isCircusOwn(name)).toBe(false);
});
