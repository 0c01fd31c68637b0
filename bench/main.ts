import process from 'node:process';
import {bytes} from './bytes.js';
import {chart} from './chart.js';
import {chooseFigures} from './choose.js';
import {complete} from './complete.js';
import {configureAll} from './configure-all.js';
import {detect} from './detect.js';
import {down} from './down.js';
import {events} from './events.js';
import type {Figure} from './figure.js';
import {flood} from './flood.js';
import {formatFigure} from './format-figure.js';
import {growth} from './growth.js';
import {history} from './history.js';
import {journal} from './journal.js';
import {idle, many, most, sampled, usual} from './load.js';
import {logsFilter} from './logs-filter.js';
import {logsLoad} from './logs-load.js';
import {logsPage} from './logs-page.js';
import {logsRate} from './logs-rate.js';
import {logsSave} from './logs-save.js';
import {lostNode} from './lost-node.js';
import {machine} from './machine.js';
import {manyTargets} from './many-targets.js';
import {nodeCost} from './node-cost.js';
import {nodePackage} from './package.js';
import {paste} from './paste.js';
import {stalled} from './stalled.js';
import {startAll} from './start-all.js';
import {startUp} from './start-up.js';
import {steady} from './steady.js';
import {takeOver} from './take-over.js';
import {trueState} from './true-state.js';

const FIGURES: readonly Figure[] = [
  startUp,
  takeOver,
  trueState,
  bytes,
  steady,
  idle,
  usual,
  many,
  sampled,
  most,
  flood,
  events,
  down,
  growth,
  history,
  chart,
  manyTargets,
  lostNode,
  stalled,
  paste,
  complete,
  startAll,
  journal,
  detect,
  configureAll,
  nodePackage,
  nodeCost,
  logsLoad,
  logsRate,
  logsPage,
  logsFilter,
  logsSave,
];

const choice = chooseFigures(process.argv.slice(2), FIGURES);
if (choice.ok) {
  await runAll(choice.figures);
  // What a failed figure left open must not keep this program running; it ends with it.
  process.exit();
} else {
  process.stderr.write(`${choice.message}\n`);
  process.exitCode = 2;
}

/** One after the other; a figure that fails does not stop the others. */
async function runAll(figures: readonly Figure[]): Promise<void> {
  const seconds = figures.reduce((sum, figure) => sum + figure.seconds, 0);
  process.stdout.write(`${machine()}\n${figures.length} figure(s), about ${formatTime(seconds)} in all\n\n`);
  for (const figure of figures) {
    process.stdout.write(`${figure.name} takes about ${figure.seconds} s …\n`);
    try {
      const result = await figure.run(text => process.stderr.write(`  ${text}\n`));
      process.stdout.write(`${formatFigure(figure, result)}\n\n`);
    } catch (error) {
      process.stdout.write(
        `${figure.name}: could not be measured: ${error instanceof Error ? error.message : error}\n\n`,
      );
      process.exitCode = 1;
    }
  }
}

function formatTime(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
