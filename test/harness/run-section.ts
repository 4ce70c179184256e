import { diagnostic } from '../../server/src/features/diagnostic.ts';
import type { Diagnostic, RelatedPlace } from '../../server/src/languages/language.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { answers } from './answers.ts';
import { setElsewhere } from './elsewhere-block.ts';
import { absolute, readFile, relative, ROOT, writeFile, type FixtureFile } from './fixture-file.ts';
import { compareLive } from './live-block.ts';
import { setNames } from './names-block.ts';
import { blocksOf, type Block, type Section } from './page.ts';
import { judgeScripts, readShellFindings } from './shell-block.ts';
import { readSettings } from './settings-block.ts';
import { createWorkspace, settle } from './workspace.ts';

/** Kinds of blocks that give the workspace something beside its files. */
const INPUTS = new Set(['fault', 'files', 'home', 'live', 'names', 'pending', 'settings', 'shellcheck']);

/** Kinds of blocks that only explain, when no path follows. */
const PROSE = new Set(['json', 'sh', 'text', 'yaml']);

/** Writes every block of a section again from the engine's output. An unchanged section is a passed test. */
export function runSection(section: Section): Section {
  const blocks = blocksOf(section);
  const files = blocks.filter(isFile).map(readFile);
  const pending = listOf(blocks, 'pending');
  const workspace = createWorkspace({
    files: new Map(files.map(({ path, text }) => [path, text])),
    listed: listOf(blocks, 'files'),
    pending,
    settings: readSettings(blocks.find(({ kind }) => kind === 'settings')?.body),
    facts: {
      drift: compareLive(
        blocks.filter(({ kind }) => kind === 'live'),
        files,
      ),
    },
  });
  setElsewhere(workspace, ROOT, blocks);
  for (const block of blocks) if (block.kind === 'names') setNames(workspace, block);
  const said = blocks.find(({ kind }) => kind === 'shellcheck');
  if (said !== undefined) {
    workspace.setShellChecking(true);
    settle(workspace, pending, (snapshot) => files.flatMap(({ path }) => diagnose(snapshot, path)));
    judgeScripts(workspace, readShellFindings(said));
  }
  const asked = files.find(({ cursor }) => cursor !== undefined) ?? files[0];
  const parts = section.parts.map((part) => {
    if (typeof part === 'string') return part;
    const body = settle(workspace, pending, (snapshot) => bodyOf(part, { snapshot, files, asked }));
    return { ...part, body };
  });
  return { ...section, parts };
}

interface Context {
  readonly snapshot: Snapshot;
  readonly files: readonly FixtureFile[];
  readonly asked: FixtureFile | undefined;
}

function bodyOf(block: Block, context: Context): string {
  if (isFile(block)) return writeFileBlock(absolute(block.words[0] ?? ''), context);
  if (INPUTS.has(block.kind) || PROSE.has(block.kind)) return block.body;
  const answer = answers[block.kind];
  if (answer === undefined) throw new Error(`There is no answer of the kind '${block.kind}'`);
  const { snapshot, asked } = context;
  const state = asked && snapshot.file(asked.path);
  if (state?.state !== 'loaded') throw new Error('The section has no file to ask about');
  return (
    answer({ snapshot, file: state.file, offset: asked?.cursor ?? 0, words: block.words, body: block.body }) ||
    'nothing'
  );
}

function writeFileBlock(path: string, { snapshot, files }: Context): string {
  const file = files.find((candidate) => candidate.path === path);
  const diagnostics = file === undefined || file.isUnfinished ? [] : diagnose(snapshot, path);
  return file === undefined ? '' : writeFile(file, diagnostics, (related) => write(snapshot, related));
}

function isFile({ kind, words }: Block): boolean {
  return words.length > 0 && !(kind in answers) && !INPUTS.has(kind);
}

function diagnose(snapshot: Snapshot, path: string): readonly Diagnostic[] {
  const state = /\.ya?ml$|(?:^|\/)CODEOWNERS$/.test(path) ? snapshot.file(path) : undefined;
  return state?.state === 'loaded' ? diagnostic(snapshot, state.file) : [];
}

function write(snapshot: Snapshot, { location }: RelatedPlace): string {
  const state = snapshot.file(location.path);
  const line = state.state === 'loaded' ? state.file.lines.positionAt(location.range.start).line + 1 : 0;
  return `${relative(location.path)}:${line}`;
}

function listOf(blocks: readonly Block[], kind: string): string[] {
  return blocks
    .filter((block) => block.kind === kind)
    .flatMap(({ body }) => body.split('\n'))
    .filter((line) => line !== '')
    .map(absolute);
}
