import { perSnapshot } from '../../../workspace/derived.ts';
import { describeInclude, includeAddress, isIncludePath } from '../../../workspace/include-address.ts';
import {
  isPassing,
  type IncludeFault,
  type IncludeFaultKind,
  type IncludeSource,
} from '../../../workspace/included-file.ts';
import type { FileState, Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span } from '../../../yaml/node.ts';
import type { Finding, Rule, Severity } from '../../language.ts';
import { excessOf } from '../configuration/parsed-size.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { resolveInclude } from '../model/include-graph.ts';
import type { IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';

const CODES = {
  notFound: 'gitlab-ci/include-not-found',
  httpError: 'gitlab-ci/include-http-error',
  refusedAddress: 'gitlab-ci/include-refused-address',
  tooLarge: 'gitlab-ci/include-too-large',
  invalidAddress: 'gitlab-ci/include-invalid-address',
  broken: 'gitlab-ci/include-broken',
  integrity: 'gitlab-ci/include-integrity',
  unknown: 'gitlab-ci/include-unknown',
} as const;

type Code = (typeof CODES)[keyof typeof CODES];

interface Problem extends Finding {
  readonly code: Code;
}

/** The rule that reports the problems of one code. */
export function includeRule({ code, severity }: { code: Code; severity: Severity }): Rule<Pipeline> {
  return {
    code,
    severity,
    *check(pipeline, snapshot) {
      for (const { code: own, ...finding } of problemsOf(snapshot, pipeline)) if (own === code) yield finding;
    },
  };
}

interface Walk {
  readonly snapshot: Snapshot;
  readonly root: string;
  /** The item in the user's file. */
  readonly item: IncludeItem;
  readonly seen: Set<string>;
  readonly problems: Problem[];
}

/** What is wrong with the included files from elsewhere, each at the include in this file that leads to it. */
const problemsOf = perSnapshot((snapshot, { own, graph, file }: Pipeline): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const item of [...own.includes, ...[...own.jobs.values()].flatMap((job) => job.triggers)]) {
    // Outside of a trigger an artifact is an unknown keyword.
    if (item.kind === 'unknown' || (item.kind === 'artifact' && own.includes.includes(item))) continue;
    const walk = { snapshot, root: graph.projectRoot, item, seen: new Set<string>(), problems };
    followItem(walk, item, file.path);
  }
  return problems;
});

function followItem(walk: Walk, item: IncludeItem, from: string): void {
  const target = resolveInclude(walk.snapshot, walk.root, item, from);
  if (target.state === 'invalid') add(walk, from, { code: CODES.invalidAddress, message: target.message });
  if (target.state === 'unknown' && target.tell !== undefined) {
    const message = `This include is not followed: ${target.tell}`;
    add(walk, from, { code: CODES.unknown, message, ...(target.isUsual && { severity: 'hint' }) });
  }
  if (target.state === 'missing') tellMissing(walk, item, from, target.path);
  if (target.state !== 'files') return;
  if (item.kind === 'component') judgeInstance(walk, from, target.paths[0] ?? '');
  for (const [index, path] of target.paths.entries()) {
    if (isIncludePath(path)) followFile(walk, { item, from, index }, path);
  }
}

/** A missing file of this repository is told by the rule for those. */
function tellMissing(walk: Walk, item: IncludeItem, from: string, path: string): void {
  const isLocal = item.kind === 'local';
  if (isLocal && !isIncludePath(from)) return;
  const message = isLocal
    ? `no YAML file of its project matches '${item.target}', so this includes nothing`
    : `'${item.target}' means '${path.slice(walk.root.length + 1)}' here, which does not exist`;
  // GitLab goes on without a file where none fits a wildcard.
  add(walk, from, { code: CODES.notFound, message, ...(isLocal && { severity: 'warning' }) });
}

/** GitLab takes components of its own instance only; where that is, the Git remote says, which may be a mirror's. */
function judgeInstance(walk: Walk, from: string, path: string): void {
  const address = includeAddress(path);
  const home = walk.snapshot.projectHome(walk.root);
  if (address?.kind !== 'component' || home?.state !== 'known' || address.instance === home.instance) return;
  const message = `'${address.instance}' is another GitLab than '${home.instance}', where this project lies; GitLab includes components of its own instance only`;
  add(walk, from, { code: CODES.invalidAddress, message, severity: 'warning' });
}

/** The item that names a file, which of its files that is, and the file that holds the item. */
interface Via {
  readonly item: IncludeItem;
  readonly from: string;
  readonly index: number;
}

function followFile(walk: Walk, via: Via, path: string): void {
  const state = walk.snapshot.file(path);
  judgeIntegrity(walk, via, { path, state });
  if (walk.seen.has(path)) return;
  walk.seen.add(path);
  if (state.state === 'unreadable' && state.fault !== undefined)
    add(walk, via.from, ofFault(state.fault), placeOf(walk, via, state.fault.kind));
  if (state.state !== 'loaded') return;
  const trouble = troubleIn(state.file);
  if (trouble !== undefined) add(walk, via.from, { code: CODES.broken, message: trouble }, placeOf(walk, via));
  if (state.source?.staleBecause !== undefined) {
    const { staleBecause, staleSince = 'before' } = state.source;
    const message = `A copy of '${describeInclude(path)}' from ${staleSince} is used: ${staleBecause}`;
    add(walk, via.from, { code: CODES.unknown, message }, placeOf(walk, via));
  }
  for (const item of summarizeFile(state.file).includes) if (item.kind !== 'unknown') followItem(walk, item, path);
}

/** Where in the user's file that is written which a file that could not be had is looked for with. */
function placeOf({ item: own }: Walk, { item, index }: Via, kind?: IncludeFaultKind): Span {
  if (item !== own || kind === 'no-project') return own.at;
  if (kind === 'no-ref') return item.ref?.at ?? own.at;
  return item.files[index]?.at ?? own.at;
}

function judgeIntegrity(
  walk: Walk,
  { item, from }: Via,
  { path, state }: { readonly path: string; readonly state: FileState },
): void {
  const wanted = item.integrity?.text.replace(/^sha256-/, '');
  const source: IncludeSource | undefined = state.state === 'loaded' ? state.source : undefined;
  if (wanted === undefined || source === undefined || source.sha256 === wanted) return;
  const message = `'${describeInclude(path)}' has changed: its hash is 'sha256-${source.sha256}', not the one under 'integrity'`;
  add(walk, from, { code: CODES.integrity, message }, item === walk.item ? item.integrity?.at : undefined);
}

/** What stands in a file that the user included through another one is told with that file's name. */
function add(walk: Walk, from: string, problem: Omit<Problem, 'at'>, at = walk.item.at): void {
  const prefix = isIncludePath(from) ? `In '${describeInclude(from)}': ` : '';
  // With `rules` GitLab reads the file only when one matches.
  const isCertain = !walk.item.conditional || problem.severity !== undefined || problem.code === CODES.unknown;
  const severity = isCertain ? problem.severity : 'warning';
  const { code, message } = problem;
  walk.problems.push({ code, at, message: `${prefix}${message}`, ...(severity !== undefined && { severity }) });
}

const CODE_OF_FAULT: Readonly<Record<IncludeFaultKind, Code>> = {
  'no-project': CODES.notFound,
  'no-ref': CODES.notFound,
  'no-file': CODES.notFound,
  'no-template': CODES.notFound,
  'no-component': CODES.notFound,
  'no-version': CODES.notFound,
  status: CODES.httpError,
  page: CODES.httpError,
  blocked: CODES.refusedAddress,
  'too-large': CODES.tooLarge,
  unknown: CODES.unknown,
};

function ofFault({ kind, message, action, status = 0 }: IncludeFault): Omit<Problem, 'at'> {
  const text = action === undefined ? message : `${message}; ${action}`;
  // A server that fails now may answer when the pipeline is made.
  const passes = kind === 'status' && isPassing(status);
  return { code: CODE_OF_FAULT[kind], message: text, ...(passes && { severity: 'warning' }) };
}

const troubles = new WeakMap<YamlFile, { readonly text: string | undefined }>();

/** Why GitLab cannot take a file as configuration; undefined when it can. */
function troubleIn(file: YamlFile): string | undefined {
  const before = troubles.get(file);
  if (before !== undefined) return before.text;
  const text = findTrouble(file);
  troubles.set(file, { text });
  return text;
}

function findTrouble(file: YamlFile): string | undefined {
  const name = `'${describeInclude(file.path)}'`;
  const { header, content } = summarizeFile(file);
  if (file.excess !== undefined) return `${name} has more ${file.excess} than GitLab reads of a configuration file`;
  if (file.text.trim() === '') return `${name} is empty`;
  const root = content?.root;
  if (root !== undefined && root.kind !== 'mapping') return `${name} is no pipeline configuration: it has no keys`;
  const [problem] = file.problems();
  if (problem !== undefined) {
    const line = file.lines.positionAt(problem.start).line + 1;
    return `${name} is no valid YAML (line ${line}: ${problem.message})`;
  }
  if (content !== undefined && excessOf(content) !== undefined) {
    return `GitLab refuses ${name} for its size: The parsed YAML is too big`;
  }
  return root === undefined && header === undefined ? `${name} is empty` : undefined;
}
