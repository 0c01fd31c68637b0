import {afterEach, describe, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import {createStore} from '../../src/store/store.js';
import {App} from '../../src/view/app.js';
import {onScreen, SCROLL} from '../../src/view/key-binding.js';
import {keymapOf} from '../../src/view/keymap.js';
import {type Screen, scrollIn} from '../../src/view/screen.js';
import {SCREENS} from '../../src/view/screens.js';
import {spread} from '../../src/view/spread.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {eventually} from '../support/eventually.js';
import {frameText, renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

const VERSES = Array.from({length: 40}, (_, index) => `verse ${index + 1} of ${index % 2 === 0 ? 'joy' : 'sorrow'}`);

/** A screen that only this test has: one entry of the table. */
const SONG: Screen = {
  name: 'song',
  title: 'While it is sung',
  keys: [
    {name: 'down', keys: ['j'], action: onScreen({type: 'scroll', lines: 1}), help: 'One verse down', label: 'verse'},
    {name: 'up', keys: ['k'], action: onScreen({type: 'scroll', lines: -1}), help: 'One verse up'},
    {name: 'search', keys: ['/'], action: onScreen({type: 'open-bar', bar: 'search'}), help: 'Search the song'},
    {name: 'sing', keys: ['S'], action: {type: 'act', act: ({say}) => say('la la la', false)}, help: 'Sing'},
  ],
  lastKeys: SCROLL,
  opener: {key: 'M', command: 'jobs', label: 'music', isOnFullLine: false},
  searchedIn: 'verses',
  hasJobLine: false,
  hint: () => null,
  draw: ({screen}, {width, height, theme}) => {
    const found = VERSES.filter(verse => verse.includes(screen.search));
    const scroll = scrollIn(screen.scrolled, found.length, height);
    const lines = found.slice(scroll.top, scroll.top + height).map(text => spread([{text}], [], width, theme));
    return {parts: [{type: 'lines', lines}], scroll};
  },
};

const SCREENS_AND_SONG = new Map([...SCREENS, [SONG.name, SONG]]);

/** The whole screen with the made-up one, driven by keys. */
function openApp(columns = 80, rows = 24) {
  const store = createStore(clusterState({n1: {x: 'running'}}));
  const clock = () => at(10);
  const {controller, planLine} = openController({store, clock, rows, ports: {screens: SCREENS_AND_SONG}});
  const theme = createTheme({isAscii: false, hasColor: false});
  const app = (
    <App
      store={store}
      controller={controller}
      clock={clock}
      screens={SCREENS_AND_SONG}
      keymap={keymapOf([...SCREENS_AND_SONG.values()])}
      planLine={planLine}
      theme={theme}
    />
  );
  const instance = renderAt(app, columns, rows);
  const seen = () => frameText(instance.lastFrame());
  return {
    seen,
    controller,
    press: async (...keys: readonly string[]) => {
      for (const key of keys) controller.press(key);
      const before = controller.screen();
      await eventually(async () => expect(controller.screen()).toBe(before));
    },
    until: (wanted: RegExp) => eventually(async () => expect(seen()).toMatch(wanted)),
  };
}

describe('a screen that is one entry of the table', () => {
  test('is drawn between header and last lines, with its own keys in the key line', async () => {
    const {controller, until} = openApp();
    controller.show('song');
    await until(/^circusman .*\nverse 1 of joy\n/);
    await until(/\nj verse {2}J jobs {2}\? help {2}pagedown down/);
  });

  test('does with its keys what they are for, and nothing else does anything', async () => {
    const {controller, until, press} = openApp();
    controller.show('song');
    await press('S');
    await until(/la la la/);
    await press('x');
    await until(/x does nothing here/);
  });

  test('is scrolled to its end, and not beyond', async () => {
    const {controller, until, press, seen} = openApp();
    controller.show('song');
    await until(/verse 1 of joy/);
    for (let page = 0; page < 30; page++) await press('pagedown');
    await until(/verse 40 of sorrow/);
    const atEnd = seen();
    await press('k');
    await eventually(async () => expect(seen()).not.toContain('verse 40'));
    await press('j');
    await eventually(async () => expect(seen()).toBe(atEnd));
  });

  test('is searched', async () => {
    const {controller, until, press} = openApp();
    controller.show('song');
    await press('/', ...'sorrow');
    await until(/^circusman .*\nverse 2 of sorrow\nverse 4 of sorrow\n/);
    await until(/words to look for in verses/);
    await press('esc');
    await until(/\nverse 1 of joy\n/);
  });

  test('has its keys in the help, first where the help was opened from it', async () => {
    const {controller, until, press} = openApp(80, 60);
    controller.show('song');
    await press('?');
    await until(/^circusman .*\nWhile it is sung\n {2}j +One verse down\n/);
    await press('esc', 'esc', '?');
    await until(/\nIn the grid\n[\s\S]*M +Show the jobs/);
  });

  test('esc goes back the way one came, screen by screen, to where one was there', async () => {
    const {controller, until, press} = openApp();
    controller.show('song');
    await until(/verse 1 of joy/);
    await press('j', 'j', 'j');
    await until(/^circusman .*\nverse 4 of sorrow/);
    await press('?');
    await until(/While it is sung/);
    await press('J');
    await until(/No job yet/);
    await press('esc');
    await until(/While it is sung/);
    await press('esc');
    await until(/^circusman .*\nverse 4 of sorrow/);
    await press('esc');
    await until(/NODE/);
    expect(controller.screen().trail).toEqual([]);
  });
});
