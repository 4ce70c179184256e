import { readdirSync, readFileSync } from 'node:fs';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { readFile } from '../harness/fixture-file.ts';
import { blocksOf, parsePage } from '../harness/page.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';
import { judge, strayFindings, type Fault } from './judge.ts';
import { applyEdit, mutation, type Random } from './mutate.ts';

/** Files that belong together, by absolute path. */
export type Sample = ReadonlyMap<string, string>;

const MAX_CHANGES = 6;
const PLACES = 4;

/** What came of a few changes to one file. */
interface Session {
  readonly faults: readonly Fault[];
  readonly changes: number;
  /** After the last change. */
  readonly text: string;
}

/** Changes one file of the first sample a few times, with pieces of the second, in one workspace. */
export function session([sample, other]: readonly [Sample, Sample], random: Random, longest: number): Session {
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
    faults.push(...ask(workspace, target, (snapshot, file) => judge(snapshot, file, { offsets, longest })));
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

/** The files of each section of the pages. */
export function samplesOfPages(): Sample[] {
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
