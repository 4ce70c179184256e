import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestName } from '../../server/src/base/nearest-name.ts';

test.each([
  ['selektor', ['selector', 'replicas'], 'selector'],
  ['protocl', ['protocol', 'port'], 'protocol'],
  ['TPC', ['TCP', 'UDP', 'SCTP'], 'TCP'],
  ['ENV', ['env', 'envFrom'], 'env'],
  ['metadta', ['metadata', 'spec'], 'metadata'],
  // Two are as near as each other: neither is proposed.
  ['ax', ['ab', 'ac'], undefined],
  ['cost', ['cast', 'cast2', 'coat'], undefined],
  ['replacement.yaml', ['deployment.yaml'], undefined],
  ['x', ['y'], undefined],
])('%s of %j is %s', (word, names, expected) => {
  expect(nearestName(word, names)).toBe(expected);
});

test('a name that is there is always the nearest', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, others) => {
      const names = others.filter((other) => other.toLowerCase() !== word.toLowerCase());
      expect(nearestName(word, [...names, word])).toBe(word);
    }),
  );
});
