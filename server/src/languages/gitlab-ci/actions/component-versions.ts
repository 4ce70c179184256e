import { isFloating, newestRelease } from '../../../base/component-version.ts';
import type { OffsetRange } from '../../../base/range.ts';
import type { RemoteName } from '../../../workspace/remote-names.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { includeAddress, isIncludePath } from '../../../workspace/include-address.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { resolveInclude } from '../model/include-graph.ts';
import type { IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { pipelinesAround } from '../occurrences/places.ts';

/** A use of a component, with where its version is written. */
interface ComponentUse {
  readonly file: YamlFile;
  /** `host/group/project/name`, as written. */
  readonly name: string;
  readonly version: string;
  readonly at: OffsetRange;
  readonly item: IncludeItem;
}

/**
 * Offers, at the use of a component, its newest release as far as GitLab has told the releases, and for a branch the
 * commit that is read of it; each also everywhere in the project where the same version of that project is used.
 */
export function componentVersions(pipeline: Pipeline, snapshot: Snapshot, { file, offset }: Place): CodeAction[] {
  const use = usesIn(file).find((each) => touches(each, offset));
  const source = use && sourceOf(pipeline, snapshot, use);
  if (use === undefined || source === undefined) return [];
  const refs = refsOf(pipeline, snapshot, source.project);
  const releases = refs.filter(({ detail }) => detail === 'tag').map(({ name }) => name);
  const everywhere = (version: string, words: Words): CodeAction[] => {
    const all = usesAround(pipeline, snapshot, use).filter((each) => each.version === use.version);
    return asActions(use, all, { version, words });
  };
  if (isFloating(use.version)) {
    const release = newestRelease(use.version, releases);
    if (release !== undefined) return everywhere(release, { one: `Pin to release '${release}'`, all: 'Pin' });
  }
  return [
    ...(isMoving(use.version, refs) ? commits(use, source.commit, everywhere) : []),
    ...(isFloating(use.version) ? [] : bumps(use, releases, everywhere)),
  ];
}

/** Whether what is read may be another thing tomorrow. Where nothing is known, what looks like no release may be a branch. */
function isMoving(version: string, refs: readonly RemoteName[]): boolean {
  if (isFloating(version) || refs.some(({ name, detail }) => detail === 'branch' && name === version)) return true;
  return refs.length === 0 && !/^(?:v?\d+\.\d+\.\d+.*|[\da-f]{40,})$/.test(version);
}

interface Place {
  readonly file: YamlFile;
  readonly offset: number;
}

/** What an action for one place is called, and how one for all places begins. */
interface Words {
  readonly one: string;
  readonly all: 'Pin' | 'Change';
}

type Everywhere = (version: string, words: Words) => CodeAction[];

/** A branch has no releases, and those of a floating version may not be known. */
function commits(use: ComponentUse, commit: string | undefined, everywhere: Everywhere): CodeAction[] {
  if (commit === undefined) return [];
  const one = `Pin to commit '${commit.slice(0, 8)}', which '${use.version}' is now`;
  return everywhere(commit, { one, all: 'Pin' });
}

/** Not to an older one, where what is written is a release before a version (`2.0.0-rc1`) or of a series to come. */
function bumps({ version }: ComponentUse, releases: readonly string[], everywhere: Everywhere): CodeAction[] {
  const newest = newestRelease('~latest', releases);
  const series = /^(v?\d+\.\d+\.\d+)-/.exec(version)?.[1];
  const isNewer = newest !== undefined && newest !== version && newestRelease('~latest', [newest, version]) === newest;
  if (
    !isNewer ||
    (series !== undefined && newest !== series && newestRelease('~latest', [newest, series]) === series)
  ) {
    return [];
  }
  return everywhere(newest, { one: `Change to the newest release '${newest}'`, all: 'Change' });
}

interface NewVersion {
  readonly version: string;
  readonly words: Words;
}

function asActions(use: ComponentUse, all: readonly ComponentUse[], { version, words }: NewVersion): CodeAction[] {
  const kind = 'refactor.rewrite';
  const here: CodeAction = { title: words.one, kind, edits: [edit(use, version)] };
  if (all.length < 2) return [here];
  const files = new Set(all.map(({ file }) => file.path)).size;
  const where = files === 1 ? '' : `, in ${files} files`;
  const short = /^[\da-f]{40,}$/.test(version) ? version.slice(0, 8) : version;
  const title = `${words.all} all ${all.length} components of '${projectOf(use.name)}' from '${use.version}' to '${short}'${where}`;
  return [here, { title, kind, edits: () => all.map((each) => edit(each, version)) }];
}

/** All uses of components of the same project in the pipelines of this workspace, however the project is written. */
function usesAround(pipeline: Pipeline, snapshot: Snapshot, use: ComponentUse): ComponentUse[] {
  const own = sourceOf(pipeline, snapshot, use);
  const files = new Set(pipelinesAround(snapshot, pipeline).flatMap((parts) => parts.map(({ file }) => file)));
  return [...files]
    .filter(({ path }) => !isIncludePath(path))
    .flatMap(usesIn)
    .filter((each) => {
      if (projectOf(each.name) === projectOf(use.name)) return true;
      const other = sourceOf(pipeline, snapshot, each);
      return other !== undefined && other.project === own?.project && other.instance === own.instance;
    });
}

function edit({ file, at }: ComponentUse, version: string): TextEdit {
  return { path: file.path, range: at, newText: version };
}

/** All components of a project have its releases. */
function projectOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

function touches({ file, item }: ComponentUse, offset: number): boolean {
  const range = file.rangeOf(item.at);
  return range !== undefined && range.start <= offset && offset <= range.end;
}

function usesIn(file: YamlFile): ComponentUse[] {
  const summary = summarizeFile(file);
  const items = [...summary.includes, ...[...summary.jobs.values()].flatMap(({ triggers }) => triggers)];
  return items.flatMap((item): ComponentUse[] => {
    const range = file.rangeOf(item.at);
    const written = range && file.text.slice(range.start, range.end);
    const split = item.target.lastIndexOf('@');
    // An alias or an escape stands for other text than is written.
    if (item.kind !== 'component' || range === undefined || split === -1 || written?.includes(item.target) !== true) {
      return [];
    }
    const start = range.start + written.indexOf(item.target) + split + 1;
    const version = item.target.slice(split + 1);
    return [{ file, item, name: item.target.slice(0, split), version, at: { start, end: start + version.length } }];
  });
}

interface Source {
  readonly instance: string;
  readonly project: string;
  /** What was read, where it was read. */
  readonly commit: string | undefined;
}

/** Undefined for a component of the project itself, which is the working tree, and where variables hide it. */
function sourceOf({ graph }: Pipeline, snapshot: Snapshot, { file, item }: ComponentUse): Source | undefined {
  const target = resolveInclude(snapshot, graph.projectRoot, item, file.path);
  const [path = ''] = target.state === 'files' ? target.paths : [];
  const address = includeAddress(path);
  if (address?.kind !== 'component') return undefined;
  const state = snapshot.file(path);
  const commit = state.state === 'loaded' ? state.source?.commit : undefined;
  return { instance: address.instance, project: address.project, commit };
}

/** Asking is the sign that they are wanted, so the next time they may be known. */
function refsOf({ graph }: Pipeline, snapshot: Snapshot, project: string): readonly RemoteName[] {
  return snapshot.names({ kind: 'refs', folder: graph.projectRoot, project }) ?? [];
}
