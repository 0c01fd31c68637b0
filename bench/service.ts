import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {NodeContent} from '../src/demo/local-node.js';

/** How many files the service has. */
export const FILES = 3;
export const WATCHER = 'box';

/** The content of a node that runs the benchmark's service, in the node's folder. */
export function serviceIn(folder: string): NodeContent {
  const home = homeIn(folder);
  const described = path.join(folder, 'services', WATCHER);
  for (const each of [home, path.join(described, 'templates')]) mkdirSync(each, {recursive: true});
  const names = Array.from({length: FILES}, (_, index) => `${index + 1}.conf`);
  const files = names.map(name => `"${name}" = "conf/${name}"\n`).join('');
  writeFileSync(
    path.join(described, 'service.toml'),
    `[service]\ndescription = "The benchmark's"\nhome = "${home}"\ndata = ["data"]\n[files]\n${files}[variables]\nround = "0"\n`,
  );
  for (const name of names) writeFileSync(path.join(described, 'templates', name), TEMPLATE);
  return {
    watchers: `[watcher:${WATCHER}]\ncmd = sleep 3600\nworking_dir = ${home}\nautostart = False\n`,
    nodeFile: `services = ["${path.dirname(described)}"]\n`,
  };
}

export function homeIn(folder: string): string {
  return path.join(folder, 'home');
}

/** As long as a file of Titan, with values that differ for each node and each round. */
const TEMPLATE = [
  'own = {{ address }}',
  'number = {{ identifier }}',
  'round = {{ round }}',
  '{% for member in members %}',
  'member.{{ member.identifier }} = {{ member.address }}',
  '{% endfor %}',
  ...Array.from({length: 60}, (_, index) => `option.${index} = ${index}`),
  '',
].join('\n');
