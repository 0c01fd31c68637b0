import os from 'node:os';
import process from 'node:process';
import {type Figure, formatFigure} from './figure.js';
import {startAll} from './start-all.js';

const FIGURES: readonly Figure[] = [startAll];

const [flag, only, ...rest] = process.argv.slice(2);
const names = FIGURES.map(figure => figure.name).join(', ');
const chosen = flag === undefined ? FIGURES : FIGURES.filter(figure => figure.name === only);

if ((flag !== undefined && flag !== '--only') || rest.length > 0 || chosen.length === 0) {
  process.stderr.write(`bench: npm run bench [-- --only NAME], NAME one of: ${names}\n`);
  process.exitCode = 2;
} else {
  const seconds = chosen.reduce((sum, figure) => sum + figure.seconds, 0);
  process.stdout.write(`${machine()}\n${chosen.length} figure(s), about ${seconds} s in all\n\n`);
  for (const figure of chosen) {
    process.stdout.write(`${figure.name} takes about ${figure.seconds} s …\n`);
    const result = await figure.run(text => process.stderr.write(`  ${text}\n`));
    process.stdout.write(`${formatFigure(figure, result)}\n\n`);
  }
}

/** What the figures were measured on. */
function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.versions.node}`;
}
