import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathOf, type PathSegment } from '../../server/src/plan/path.ts';
import { isWithin, parsePath } from './read-path.ts';

describe('the text of a path', () => {
  test.each<[PathSegment[], string]>([
    [[], ''],
    [[{ field: 'spec' }, { field: 'replicas' }], 'spec.replicas'],
    [[{ field: 'metadata' }, { field: 'labels' }, { field: 'a.b/c' }], 'metadata.labels["a.b/c"]'],
    [[{ field: 'a b' }, { field: 'c' }], '["a b"].c'],
    [[{ field: 'ports' }, { keys: { containerPort: 53, protocol: 'UDP' } }], 'ports[containerPort=53,protocol=UDP]'],
    [[{ field: 'mounts' }, { keys: { mountPath: '/a,b' } }, { field: 'x' }], 'mounts[mountPath="/a,b"].x'],
    [[{ field: 'finalizers' }, { member: 'x.io/a' }], 'finalizers[=x.io/a]'],
    [[{ field: 'args' }, { index: 2 }], 'args[2]'],
  ])('%j', (segments, text) => {
    expect(pathOf(segments).text).toBe(text);
    expect(parsePath(text)?.segments).toEqual(segments);
  });

  test.each(['a..b', '.a', 'a[', 'a[]', 'a[b=]', 'a["b]', 'a b', 'a]'])('%s is no path', (text) => {
    expect(parsePath(text)).toBeUndefined();
  });

  test('reads back what it prints', () => {
    const word = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a.b', 'x"y', 'p=q', '\\', '7', ']', 'true'));
    const segment = fc.oneof(
      word.map((field): PathSegment => ({ field })),
      fc.tuple(word, word).map(([key, value]): PathSegment => ({ keys: { [key]: value } })),
      word.map((member): PathSegment => ({ member })),
      fc.nat(99).map((index): PathSegment => ({ index })),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        const { text } = pathOf(segments);
        expect(parsePath(text)?.text).toBe(text);
      }),
    );
  });

  test('what lies within what', () => {
    const within = (inner: string, outer: string): boolean | undefined => {
      const [left, right] = [parsePath(inner), parsePath(outer)];
      return left && right && isWithin(left, right);
    };
    expect(within('a.b[k=v].c', 'a.b[k=v]')).toBe(true);
    expect(within('a.b', 'a.b')).toBe(true);
    expect(within('a.bc', 'a.b')).toBe(false);
    expect(within('a', 'a.b')).toBe(false);
  });
});
