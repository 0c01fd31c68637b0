import {readFileSync} from 'node:fs';
import {expect, test} from '@jest/globals';
import {type Config, readConfig} from '../../src/config/config.js';
import {readFileSettings} from '../../src/config/file-reader.js';
import {SETTING_NAMES, SETTINGS} from '../../src/config/settings.js';
import {PACKAGE_ROOT} from '../support/package-root.js';

const SAMPLE = readFileSync(`${PACKAGE_ROOT}docs/config.toml`, 'utf8');

function read(text: string) {
  const settings = readFileSettings(text, 'config.toml');
  const result = readConfig(new Map(), {}, settings);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return {settings, config: result.config};
}

const valuesOf = (config: Config) => SETTING_NAMES.map(name => [SETTINGS[name].key, config[name]]);

test('the sample holds every key of the file, in the order in which they are told, with its default', () => {
  const {settings, config} = read(SAMPLE);
  expect([...settings.values.keys()]).toEqual(SETTING_NAMES.map(name => SETTINGS[name].key));
  expect(valuesOf(config)).toEqual(valuesOf(read('').config));
});

test('it names the flag and the variable of each', () => {
  const names = SETTING_NAMES.flatMap(name => {
    const {flag, variable, customary} = SETTINGS[name];
    return [flag === undefined ? [] : `--${flag}`, variable ?? [], customary ?? []].flat();
  });
  expect(names.filter(name => !new RegExp(`(^|\\W)${name}(?!\\w)`).test(SAMPLE))).toEqual([]);
});

test('its cluster, once it is no comment, is one', () => {
  const {config} = read(SAMPLE.replaceAll(/^#(?=[a-z[])/gm, ''));
  const lab = config.clusters.get('lab');
  expect(lab?.nodes).toHaveLength(31);
  expect(lab?.nodes[0]).toMatchObject({id: '192.168.0.1', clusterAddress: '10.0.0.1'});
  const shape = ['nodes', 'port', 'transport', 'addresses'];
  expect(shape.filter(key => !SAMPLE.includes(`\n#${key} = `))).toEqual([]);
});
