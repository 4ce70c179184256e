import { expect, test } from 'vitest';
import { parseArguments, readPairs } from '../../server/src/cli/arguments.ts';

const NAMES = {
  flags: ['draft'],
  values: { format: ['text', 'json'], ref: 'a REF' },
  repeated: { var: 'NAME=VALUE' },
  series: { changed: 'PATHS' },
};

test('repeated options gather one value each, a series every word up to the next option', () => {
  const parsed = parseArguments(['f', '--var', 'A=1', '--var=B=2', '--changed', 'a', 'b', '--draft', 'g'], NAMES);
  expect(parsed.words).toEqual(['f', 'g']);
  expect([...parsed.lists]).toEqual([
    ['var', ['A=1', 'B=2']],
    ['changed', ['a', 'b']],
  ]);
  expect([...parsed.flags]).toEqual(['draft']);
});

test.each([
  [['--fromat', 'json'], "There is no option '--fromat'. Did you mean '--format'?"],
  [['--format', 'xml'], "Option '--format' cannot be 'xml'; it can be text, json"],
  [['--changed'], "Option '--changed' needs a value: PATHS"],
  [['--draft=yes'], "Option '--draft' takes no value"],
  [['--constructor', 'x'], "There is no option '--constructor'"],
])('%j is explained', (args, problem) => {
  expect(parseArguments(args, NAMES).problem).toContain(problem);
});

test('what is no pair is not repeated, as it may be a secret', () => {
  expect(readPairs('var', ['A=b=c', 'E='])).toEqual({ A: 'b=c', E: '' });
  expect(readPairs('var', ['s3cret'])).toBe("Option '--var' is written as NAME=VALUE");
});
