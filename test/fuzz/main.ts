// `npm run fuzz -- [--minutes N] [--seed N] [FOLDER]`: changes files at random and asks everything that an editor asks of them,
// after each change: no crash, no answer that takes over a second, no range outside the text or beside what its message
// names, and after any number of changes the same findings as for the text read afresh. The files are those of the
// pages below test/fixtures, and the YAML files of a folder.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../harness/fixture-file.ts';
import type { Fault } from './judge.ts';
import { createRandom } from './mutate.ts';
import { samplesOfPages, session, type Sample } from './session.ts';

/** Longer files tell nothing new and take the time of many. */
const MAX_LENGTH = 60_000;
/** No question may hold up the editor for longer (milliseconds of processor time). */
const LONGEST = 1000;
/** A fault that comes again and again is told a few times. */
const MAX_TOLD = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
});
run(Number(values.minutes), Number(values.seed), positionals[0]);

function run(minutes: number, firstSeed: number, folder: string | undefined): void {
  const samples = [...samplesOfPages(), ...(folder === undefined ? [] : samplesOfFolder(folder))];
  const [first, ...rest] = samples;
  if (first === undefined) throw new Error('There is nothing to change');
  const until = Date.now() + minutes * 60_000;
  const told = new Map<string, number>();
  let [runs, changes] = [0, 0];
  for (let seed = firstSeed; Date.now() < until; seed++) {
    const random = createRandom(seed);
    const {
      faults,
      changes: made,
      text,
    } = session([random.pick([first, ...rest]), random.pick([first, ...rest])], random, LONGEST);
    runs++;
    changes += made;
    for (const fault of faults) tell(told, seed, fault, text);
  }
  const failed = [...told.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${runs} runs, ${changes} changes, ${samples.length} samples, ${failed} faults\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function tell(told: Map<string, number>, seed: number, { feature, what }: Fault, text: string): void {
  const count = (told.get(feature) ?? 0) + 1;
  told.set(feature, count);
  if (count <= MAX_TOLD)
    process.stdout.write(`seed ${seed}: ${feature}: ${what}\n${text.slice(0, 1000).replaceAll(/^/gm, '    ')}\n`);
}

function samplesOfFolder(folder: string): Sample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/i.test(name))
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const)
    .filter(([, text]) => text.length <= MAX_LENGTH)
    .map(([name, text]) => new Map([[`${ROOT}/${isPipeline(name) ? '.gitlab-ci.yml' : path.basename(name)}`, text]]));
}

function isPipeline(name: string): boolean {
  return /gitlab-ci/.test(name);
}
