// `npm run fuzz -- [--minutes N] [--seed N] [FOLDER]`: changes files at random and asks everything that an editor asks of them,
// after each change: no crash, no answer that takes over a second, no range outside the text or beside what its message
// names, and after any number of changes the same findings as for the text read afresh. The files are those of the
// pages below test/fixtures, and the YAML files of a folder.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { readFile, ROOT } from '../harness/fixture-file.ts';
import { blocksOf, parsePage } from '../harness/page.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';
import { judge, strayFindings, type Fault } from './judge.ts';
import { applyEdit, createRandom, mutation, type Random } from './mutate.ts';

/** Files that belong together, by absolute path. */
type Sample = ReadonlyMap<string, string>;

/** Longer files tell nothing new and take the time of many. */
const MAX_LENGTH = 60_000;
const MAX_CHANGES = 6;
const PLACES = 4;
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
    } = session(random.pick([first, ...rest]), random.pick([first, ...rest]), random);
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

interface Session {
  readonly faults: readonly Fault[];
  readonly changes: number;
  /** After the last change. */
  readonly text: string;
}

/** One file of a sample is changed a few times, in one workspace. */
function session(sample: Sample, other: Sample, random: Random): Session {
  const [firstPath = '', ...otherPaths] = sample.keys();
  const target = random.pick([firstPath, ...otherPaths]);
  const workspace = createWorkspace({ files: sample, listed: [], pending: [] });
  const donor = [...other.values()].join('\n');
  const faults: Fault[] = [];
  let text = sample.get(target) ?? '';
  let changes = 0;
  while (changes < 1 + random.below(MAX_CHANGES) && faults.length === 0) {
    text = applyEdit(text, mutation(text, random, donor));
    changes++;
    workspace.open(target, text);
    const offsets = Array.from({ length: PLACES }, () => random.below(text.length + 1));
    faults.push(...ask(workspace, target, (snapshot, file) => judge(snapshot, file, offsets)));
    faults.push(...ask(workspace, target, strayFindings));
  }
  return { faults: [...faults, ...differences(workspace, target, sample, text)], changes, text };
}

/** What is kept from before a change must not show. */
function differences(workspace: Workspace, target: string, sample: Sample, text: string): Fault[] {
  const findings = (of: Workspace): string =>
    JSON.stringify(ask(of, target, (snapshot, file) => [diagnostic(snapshot, file)]));
  const fresh = createWorkspace({ files: new Map(sample).set(target, text), listed: [], pending: [] });
  const [kept, expected] = [findings(workspace), findings(fresh)];
  return kept === expected ? [] : [{ feature: 'incremental', what: `${kept}\n  afresh: ${expected}` }];
}

function ask<Answer>(
  workspace: Workspace,
  target: string,
  question: (snapshot: Snapshot, file: YamlFile) => readonly Answer[],
): readonly Answer[] {
  return settle(workspace, [], (snapshot) => {
    const state = snapshot.file(target);
    return state.state === 'loaded' ? question(snapshot, state.file) : [];
  });
}

function samplesOfPages(): Sample[] {
  const pages = new URL('../fixtures/', import.meta.url);
  return readdirSync(pages, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => parsePage(readFileSync(new URL(name, pages), 'utf8')))
    .map((section) => {
      const files = blocksOf(section).filter(({ kind, words }) => kind === 'yaml' && words.length > 0);
      return new Map(files.map(readFile).map(({ path: file, text }) => [file, text] as const));
    })
    .filter((sample) => sample.size > 0);
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
