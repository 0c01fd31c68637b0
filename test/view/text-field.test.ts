import {expect, test} from '@jest/globals';
import {EMPTY_FIELD, editText, type TextEdit, type TextField} from '../../src/view/text-field.js';

/** A field written with its cursor as a bar: "sta|rt". */
function field(drawn: string): TextField {
  const cursor = drawn.indexOf('|');
  return {text: drawn.replace('|', ''), cursor};
}

function draw({text, cursor}: TextField): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

test.each<[TextEdit['type'], string, string]>([
  ['left', 'sta|rt', 'st|art'],
  ['left', '|start', '|start'],
  ['right', 'sta|rt', 'star|t'],
  ['right', 'start|', 'start|'],
  ['word-left', 'start titan  |', 'start |titan  '],
  ['word-right', 'start| titan on', 'start titan| on'],
  ['start', 'sta|rt', '|start'],
  ['end', 'sta|rt', 'start|'],
  ['delete-left', 'sta|rt', 'st|rt'],
  ['delete-right', 'sta|rt', 'sta|t'],
  ['delete-word-left', 'start titan |on', 'start |on'],
  ['delete-to-start', 'start |titan', '|titan'],
  ['delete-to-end', 'start |titan', 'start |'],
  ['delete-word-right', 'start| titan on', 'start| on'],
  ['transpose', 'st|rat', 'srt|at'],
  ['transpose', 'strat|', 'strta|'],
  ['transpose', 'a😀|b', 'ab😀|'],
  ['transpose', '|ab', '|ab'],
  ['transpose', 'a|', 'a|'],
  ['transpose', '|', '|'],
  ['upper-case', '|start titan', 'START| titan'],
  ['lower-case', 'start| TITAN x', 'start titan| x'],
  ['capitalize', 'start |tITAN', 'start Titan|'],
])('%s turns %j into %j', (type, before, after) => {
  if (type === 'insert') throw new Error('insert has its own test');
  expect(draw(editText(field(before), {type}))).toBe(after);
});

test('text is inserted at the cursor', () => {
  expect(draw(editText(field('st|rt'), {type: 'insert', text: 'a'}))).toBe('sta|rt');
});

test('pasted lines become one line', () => {
  expect(draw(editText(EMPTY_FIELD, {type: 'insert', text: 'start titan\r\non 127.0.0.1\u001B[A'}))).toBe(
    'start titan on 127.0.0.1 [A|',
  );
});

test('a character of two units is moved over and deleted whole', () => {
  expect(draw(editText(field('a😀|'), {type: 'left'}))).toBe('a|😀');
  expect(draw(editText(field('a|😀'), {type: 'delete-right'}))).toBe('a|');
  expect(draw(editText(field('a😀|'), {type: 'delete-left'}))).toBe('a|');
});
