import { entriesOf, scalarText, valueOf, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { winner } from '../events/conditions.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { flatItems, perBlock, scalarValue } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { readPieces, scriptPiecesOf, type Piece } from './script-pieces.ts';

/** What the runner gives to one shell. */
export interface ShellScript {
  readonly text: string;
  /** Where the parts of the text are written, in the order of the text. */
  readonly parts: readonly ScriptPart[];
}

export interface ScriptPart {
  /** In the script's text. */
  readonly start: number;
  readonly node: YamlScalar;
}

/** The runner stops at the first command that fails (https://docs.gitlab.com/runner/shells/). */
const PREAMBLE = 'set -e\n';

const known = new WeakMap<
  JobSummary,
  { readonly lists: readonly (readonly Piece[])[]; readonly scripts: readonly ShellScript[] }
>();

/**
 * The scripts of a job: `before_script` and `script` run in one shell, one command after the other, `after_script` in another
 * (https://docs.gitlab.com/ci/yaml/#script). The same objects as long as nothing in them was edited. None for jobs that do not
 * run in a POSIX shell.
 */
export function scriptsOf(pipeline: Pipeline, job: EffectiveJob): readonly ShellScript[] {
  const inherited = INHERITED.map((keyword) => defaultsOf(pipeline).get(keyword));
  const before = ofJobs.get(job);
  if (before !== undefined && inherited.every((list, index) => list === before.inherited[index])) return before.scripts;
  const scripts = job.cyclic || isForOtherShell(job) ? [] : findScripts(pipeline, job);
  // What stands behind a reference may change while the job does not.
  if (!hasReferences(job, inherited)) ofJobs.set(job, { inherited, scripts });
  return scripts;
}

type PieceList = readonly Piece[] | undefined;

const ofJobs = new WeakMap<
  EffectiveJob,
  { readonly inherited: readonly PieceList[]; readonly scripts: readonly ShellScript[] }
>();

function hasReferences(job: EffectiveJob, inherited: readonly PieceList[]): boolean {
  const own = ['before_script', 'script', 'after_script'].map((keyword) => {
    const from = winner(job, keyword);
    return from === undefined ? [] : scriptPiecesOf(from, keyword);
  });
  return [...own, ...inherited].some((list) => list?.some(({ kind }) => kind === 'reference') === true);
}

function findScripts(pipeline: Pipeline, job: EffectiveJob): readonly ShellScript[] {
  const main = ['before_script', 'script'].flatMap((keyword) => listsOf(pipeline, job, keyword));
  const after = listsOf(pipeline, job, 'after_script');
  const lists = [...main, MARK, ...after];
  const before = known.get(job.definition.job);
  if (before?.lists.length === lists.length && lists.every((list, index) => list === before.lists[index]))
    return before.scripts;
  const scripts = [main, after].flatMap((each) => assemble(each.flat()));
  known.set(job.definition.job, { lists, scripts });
  return scripts;
}

/** Between the lists of the two scripts. */
const MARK: readonly Piece[] = [];

const INHERITED: readonly string[] = ['before_script', 'after_script'];

/** The lists that a keyword is made of: the job's own, else those of `default` and of the top level. */
function listsOf(pipeline: Pipeline, job: EffectiveJob, keyword: string): readonly (readonly Piece[])[] {
  const from = winner(job, keyword);
  if (from !== undefined) return resolve({ pipeline, depth: 0, lists: 0 }, scriptPiecesOf(from, keyword));
  if (!INHERITED.includes(keyword) || !inheritsDefault(job, keyword)) return [];
  const list = defaultsOf(pipeline).get(keyword);
  return list === undefined ? [] : resolve({ pipeline, depth: 0, lists: 0 }, list);
}

const defaults = new WeakMap<Pipeline, ReadonlyMap<string, readonly Piece[]>>();

function defaultsOf(pipeline: Pipeline): ReadonlyMap<string, readonly Piece[]> {
  const known = defaults.get(pipeline);
  if (known !== undefined) return known;
  const found = new Map<string, readonly Piece[]>();
  for (const { summary } of pipeline.summaries) {
    const written = ['default', ...INHERITED].map((name) => summary.globals.get(name)?.key.block);
    for (const block of new Set(written.filter((each) => each !== undefined))) {
      for (const [keyword, list] of defaultsOfBlock(block, summary.anchors)) found.set(keyword, list);
    }
  }
  defaults.set(pipeline, found);
  return found;
}

function inheritsDefault(job: EffectiveJob, keyword: string): boolean {
  const value = valueOf(job.fields.get('inherit')?.value, 'default');
  if (value === undefined) return true;
  return value.kind === 'sequence'
    ? value.items.some((item) => scalarText(item) === keyword)
    : scalarValue(value) !== false;
}

const defaultsOfBlock = perBlock((block, anchors): ReadonlyMap<string, readonly Piece[]> => {
  const found = new Map<string, readonly Piece[]>();
  for (const { key, value } of entriesOf(block.root)) {
    const name = scalarText(key) ?? '';
    if (INHERITED.includes(name)) found.set(name, readPieces(value, anchors));
    if (name !== 'default') continue;
    for (const entry of entriesOf(value)) {
      const keyword = scalarText(entry.key) ?? '';
      if (INHERITED.includes(keyword)) found.set(keyword, readPieces(entry.value, anchors));
    }
  }
  return found;
});

const MAX_DEPTH = 10;
const MAX_LISTS = 500;
const UNKNOWN: readonly Piece[] = [{ kind: 'unknown' }];

/** How far a resolution has come: a few references can name each other's scripts any number of times. */
interface Walk {
  readonly pipeline: Pipeline;
  depth: number;
  lists: number;
}

type Lists = readonly (readonly Piece[])[];

function resolve(walk: Walk, list: readonly Piece[]): Lists {
  if (list.every(({ kind }) => kind !== 'reference')) return [list];
  return list.flatMap((piece): Lists =>
    piece.kind === 'reference' ? resolveReference(walk, piece.path) : [alone(piece)],
  );
}

function resolveReference(walk: Walk, [name = '', keyword = '', ...more]: readonly string[]): Lists {
  const isTooMuch = walk.depth >= MAX_DEPTH || ++walk.lists > MAX_LISTS;
  const target = isTooMuch || more.length > 0 ? undefined : walk.pipeline.effective(name);
  const from = target === undefined || target.cyclic ? undefined : winner(target, keyword);
  if (from === undefined) return [UNKNOWN];
  walk.depth++;
  const lists = resolve(walk, scriptPiecesOf(from, keyword));
  walk.depth--;
  return lists;
}

const singles = new WeakMap<Piece, readonly Piece[]>();

function alone(piece: Piece): readonly Piece[] {
  const list = singles.get(piece) ?? [piece];
  singles.set(piece, list);
  return list;
}

/** Longer scripts are made by programs. */
const MAX_LENGTH = 200_000;

function assemble(pieces: readonly Piece[]): ShellScript[] {
  const parts: ScriptPart[] = [];
  let text = PREAMBLE;
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      const command = withoutInputs(piece.node.text);
      parts.push({ start: text.length, node: piece.node });
      text += command;
    } else {
      text += ':';
    }
    if (!text.endsWith('\n')) text += '\n';
    if (text.length > MAX_LENGTH) return [];
  }
  return parts.length === 0 || isOtherShell(text) ? [] : [{ text, parts }];
}

/** An input may be anything: a variable that nobody knows stands for it, as long as it is. */
function withoutInputs(text: string): string {
  return text.replace(/\$\[\[.*?\]\]/gs, (whole) => `\${${'I'.repeat(whole.length - 3)}}`);
}

/** What only PowerShell and cmd.exe know: which shell a runner has is not in the file. */
const OTHER_SHELL =
  /\$env:|^[ \t]*\$\w+[ \t]*=|\b(?:Write|Get|Set|New|Remove|Invoke|Import|Copy|Move|Test|Start|Stop|Select|Expand|Compress)-[A-Z]\w+|-ErrorAction\b|^[ \t]*(?:@echo\b|call\s|set\s+\w+=|if\s+(?:not\s+)?exist\s)|%\w+%|\$LASTEXITCODE\b/im;

function isOtherShell(text: string): boolean {
  return OTHER_SHELL.test(text);
}

const WINDOWS = /windows|powershell|pwsh|nanoserver|servercore|^win(?:\d|[-_]|$)/i;

/** By its tags or its image. */
function isForOtherShell(job: EffectiveJob): boolean {
  const from = winner(job, 'tags');
  const tags = from === undefined ? [] : flatItems(from.fields.get('tags')?.value, from.anchors);
  const image = job.fields.get('image')?.value;
  return [...tags, imageName(image)].some((node) => WINDOWS.test(scalarText(node) ?? ''));
}

function imageName(image: YamlNode | undefined): YamlNode | undefined {
  return image?.kind === 'mapping' ? valueOf(image, 'name') : image;
}
