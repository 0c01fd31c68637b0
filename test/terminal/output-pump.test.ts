import {describe, expect, test} from '@jest/globals';
import {createOutputPump} from '../../src/terminal/output-pump.js';
import {eventually} from '../support/eventually.js';

/** A device that takes `room` bytes, and then no more until it is given room. */
function deviceWith(room: number) {
  let left = room;
  let isGone = false;
  const taken: number[] = [];
  let late = '';
  return {
    late: () => late,
    text: () => new TextDecoder().decode(new Uint8Array(taken)),
    giveRoom: (more: number) => {
      left += more;
    },
    vanish: () => {
      isGone = true;
    },
    device: {
      write: (bytes: Uint8Array, offset: number) => {
        if (isGone) throw new Error('EIO');
        const part = bytes.subarray(offset, offset + left);
        left -= part.length;
        taken.push(...part);
        return part.length;
      },
      writeLate: (bytes: Uint8Array) => {
        late = new TextDecoder().decode(bytes);
      },
      close: () => {},
    },
  };
}

/** A source of texts to write that keeps only the newest. */
function newestOf() {
  let newest = '';
  return {
    set: (text: string) => {
      newest = text;
    },
    next: () => {
      const text = newest;
      newest = '';
      return text;
    },
  };
}

describe('what is written', () => {
  test('is complete before the next one begins; of those that wait only the newest is written', async () => {
    const {device, text, giveRoom} = deviceWith(3);
    const {set, next} = newestOf();
    const {pump, isStalled} = createOutputPump(device, next);
    set('first');
    pump();
    expect([text(), isStalled()]).toEqual(['fir', true]);
    set('second');
    pump();
    set('third');
    pump();
    giveRoom(1_000);
    await eventually(() => expect(text()).toBe('firstthird'));
    expect(isStalled()).toBe(false);
  });

  test('is nothing once the device is gone', () => {
    const {device, text, vanish} = deviceWith(1_000);
    const {set, next} = newestOf();
    const {pump, finish, isStalled} = createOutputPump(device, next);
    set('first');
    pump();
    vanish();
    set('second');
    expect(pump).not.toThrow();
    expect([text(), isStalled(), finish('end', 1_000)]).toEqual(['first', false, false]);
  });
});

test('an error in the function that makes the next text is thrown, and the end is still written', () => {
  const {device, text} = deviceWith(1_000);
  const {pump, end} = createOutputPump(device, () => {
    throw new Error('drawn wrongly');
  });
  expect(pump).toThrow('drawn wrongly');
  expect([end('end', 5), text()]).toEqual([true, 'end']);
});

describe('the end', () => {
  test('is written at once when nothing waits', () => {
    const {device, text} = deviceWith(1_000);
    expect(createOutputPump(device, () => '').finish('end', 1_000)).toBe(true);
    expect(text()).toBe('end');
  });

  test('cancels what was written in part, so that no sequence swallows it', () => {
    const {device, text, giveRoom} = deviceWith(4);
    const {set, next} = newestOf();
    const {pump, finish} = createOutputPump(device, next);
    set('\u001B[38;5;1mred');
    pump();
    giveRoom(1_000);
    expect(finish('end', 1_000)).toBe(true);
    expect(text()).toBe('\u001B[38\u0018end');
  });

  test('that was written in part is cancelled, too, when the terminal is taken again', () => {
    const {device, text, giveRoom} = deviceWith(2);
    const {set, next} = newestOf();
    const {pump, finish} = createOutputPump(device, next);
    expect(finish('\u001B[?25h', 5)).toBe(false);
    giveRoom(1_000);
    set('again');
    pump();
    expect(text()).toBe('\u001B[\u0018again');
  });

  test('that could not be written is left to the device, from where it stopped, with what follows it', () => {
    const {device, text, late, giveRoom} = deviceWith(2);
    const {end, leave} = createOutputPump(device, () => '');
    expect(end('\u001B[?25h', 5)).toBe(false);
    giveRoom(1);
    leave('words');
    expect([text(), late()]).toEqual(['\u001B[?', '25hwords']);
  });

  test('is not left to the device when it could be written, or the device is gone', () => {
    const {device, text, late, giveRoom, vanish} = deviceWith(2);
    const {end, leave} = createOutputPump(device, () => '');
    end('last', 5);
    giveRoom(1_000);
    leave('words');
    vanish();
    leave('more');
    expect([text(), late()]).toEqual(['lastwords', '']);
  });

  test('is given up when the device takes nothing within the time limit', () => {
    const {device} = deviceWith(0);
    expect(createOutputPump(device, () => '').finish('end', 5)).toBe(false);
  });
});
