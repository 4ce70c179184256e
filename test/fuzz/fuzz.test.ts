import { expect, test } from 'vitest';
import { createRandom } from './mutate.ts';
import { samplesOfPages, session } from './session.ts';

const SESSIONS = 150;

/** `npm run fuzz` goes on for as long as one likes, and also looks at the time that answers take. */
test('files that are changed at random have no answer that cannot be', { timeout: 120_000 }, () => {
  const [first, ...rest] = samplesOfPages();
  if (first === undefined) throw new Error('there are no pages');
  for (let seed = 1; seed <= SESSIONS; seed++) {
    const random = createRandom(seed);
    const samples = [random.pick([first, ...rest]), random.pick([first, ...rest])] as const;
    const { faults, text } = session(samples, random, Number.POSITIVE_INFINITY);
    expect(faults, `seed ${seed}: ${text}`).toEqual([]);
  }
});
