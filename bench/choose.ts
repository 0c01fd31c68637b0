import type {Figure} from './figure.js';

/** The figures, one or all whose names begin so (`logs`), that the arguments after `npm run bench --` ask for; or a sentence that says what is wrong with them. */
type Choice = {readonly ok: true; readonly figures: readonly Figure[]} | {readonly ok: false; readonly message: string};

export function chooseFigures(args: readonly string[], figures: readonly Figure[]): Choice {
  const [flag, only, ...rest] = args;
  if (flag === undefined) return {ok: true, figures};
  const names = figures.map(figure => figure.name).join(', ');
  if (flag !== '--only' || only === undefined || rest.length > 0) {
    return {ok: false, message: `bench: npm run bench [-- --only NAME], NAME one of: ${names}`};
  }
  const chosen = figures.filter(({name}) => name === only || name.startsWith(`${only}-`));
  if (chosen.length === 0) return {ok: false, message: `bench: there is no figure "${only}"; there are ${names}`};
  return {ok: true, figures: chosen};
}
