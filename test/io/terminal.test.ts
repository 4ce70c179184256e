import { describe, expect, test } from 'vitest';
import { painter } from '../../server/src/cli/formats/paint.ts';
import { printable } from '../../server/src/io/terminal.ts';

const ESC = '\u001B';

describe('what a terminal is given', () => {
  test.each([
    ['a title of the window', `${ESC}]0;title\u0007`, String.raw`\u001b]0;title\u0007`],
    ['a cursor that moves up', `${ESC}[1A`, String.raw`\u001b[1A`],
    ['a screen that is cleared', `${ESC}[2J`, String.raw`\u001b[2J`],
    ['hidden text', `${ESC}[8msecret`, String.raw`\u001b[8msecret`],
    ['a link', `${ESC}]8;;https://example.com${ESC}\\`, String.raw`\u001b]8;;https://example.com\u001b` + '\\'],
    ['a line written over', 'error\rfine', String.raw`error\u000dfine`],
    ['one character for what begins a sequence', '\u009B2J', String.raw`\u009b2J`],
    ['backspaces', 'bad\b\b\bfine', String.raw`bad\u0008\u0008\u0008fine`],
  ])('%s is shown, not obeyed', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('lines, tabs and letters of all languages stay', () => {
    const text = 'größe\tпривет 🙂\r\nnext\n';
    expect(printable(text)).toBe(text);
  });

  test('our own colours and progress stay', () => {
    const paint = painter(true);
    const colours = ['bold', 'red', 'green', 'yellow', 'blue', 'grey'] as const;
    const text = colours.map((colour) => paint(colour, colour)).join(' ');
    expect(printable(text)).toBe(text);
    expect(printable('\r1 of 2 files')).toBe('\r1 of 2 files');
    expect(printable(`\r${ESC}[K`)).toBe(`\r${ESC}[K`);
  });
});
