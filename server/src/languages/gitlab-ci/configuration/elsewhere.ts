import { ownText, ownValue, type DataRecord } from '../../../base/record.ts';
import { describeInclude, includeAddress } from '../../../workspace/include-address.ts';
import type { IncludeFault, ProjectHome } from '../../../workspace/ports/includes.ts';
import type { FileState } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { elsewhereTarget, isOwnRevision, type ElsewhereItem, type Surroundings } from '../model/include-elsewhere.ts';
import { filesOfProject, includingFile } from '../model/include-target.ts';
import { variablesOf } from '../model/include-variables.ts';
import { flatTexts } from './flatten.ts';

/** Files from outside the repository. */
export interface Elsewhere {
  /** Where the repository is hosted; undefined while that is not known. */
  readonly home: () => ProjectHome | undefined;
  /** By a path of `include-address.ts`. */
  readonly file: (path: string) => FileState;
}

/** What an include leads to. `location` is what GitLab calls the file. */
export type ElsewhereFile =
  | { readonly state: 'file'; readonly path: string; readonly location: string; readonly file: YamlFile }
  /** A file of the repository itself. */
  | { readonly state: 'own'; readonly path: string }
  | { readonly state: 'error'; readonly error: string }
  | { readonly state: 'unknown'; readonly name: string; readonly because: string };

export interface ElsewhereQuestion {
  readonly elsewhere: Elsewhere;
  /** The file that includes, when it is from elsewhere itself. */
  readonly from: string | undefined;
  /** Fills variables in a text in; undefined when one of them is unknown. */
  readonly expand: (text: string) => string | undefined;
  /** Whether the repository has a file. */
  readonly exists: (path: string) => boolean;
}

type Kind = ElsewhereItem['kind'];

/** Finds the files of an include that is not `local`, with GitLab's words for what it refuses. */
export function includeElsewhere(kind: Kind, item: DataRecord, question: ElsewhereQuestion): readonly ElsewhereFile[] {
  const { elsewhere, from, exists } = question;
  const surroundings: Surroundings = {
    projectHome: elsewhere.home,
    exists: (path) => exists(path.slice(1)),
    file: elsewhere.file,
  };
  const read = readItem(kind, item, question);
  const name = `include:${kind} '${read.target}'`;
  const other = read.files.find(({ path }) => !path.includes('$') && !/[^/]\.ya?ml$/i.test(path));
  if (other !== undefined) return [refuse(`Included file \`${other.path}\` does not have YAML extension!`)];
  const target = elsewhereTarget(surroundings, includingFile(elsewhere, '', from), read);
  switch (target.state) {
    case 'files':
      return target.paths.map((path) => fileAt(path, { name, target: read.target }, elsewhere));
    case 'missing':
      return [refuse(wordsForMissing(kind, read, target.path.slice(1)))];
    case 'invalid':
      return [refuse(wordsForInvalid(kind, read.target))];
    case 'unknown':
      return [{ state: 'unknown', name, because: target.because }];
  }
}

/** What a file from elsewhere means with `local`; undefined when it is a file of the repository. */
export function localElsewhere(
  path: string,
  { elsewhere, from }: ElsewhereQuestion,
): readonly ElsewhereFile[] | undefined {
  const including = includingFile(elsewhere, '', from);
  if (including.state === 'workspace') return undefined;
  if (including.state === 'address') return [refuse(`Local file \`${path}\` does not have project!`)];
  const name = `include:local '${path}'`;
  const target = filesOfProject(elsewhere, including, path);
  if (target.state === 'missing') return path.includes('*') ? [] : [refuse(`Local file \`${path}\` does not exist!`)];
  if (target.state === 'unknown') return [{ state: 'unknown', name, because: target.because }];
  return target.state === 'files'
    ? target.paths.map((full) => localFileAt(full, { name, target: path }, elsewhere))
    : [];
}

function localFileAt(full: string, asked: Asked, elsewhere: Elsewhere): ElsewhereFile {
  const state = elsewhere.file(full);
  const isMissing = state.state === 'unreadable' && state.fault?.kind === 'no-file';
  return isMissing ? refuse(`Local file \`${asked.target}\` does not exist!`) : fileAt(full, asked, elsewhere);
}

function refuse(error: string): ElsewhereFile {
  return { state: 'error', error };
}

function readItem(kind: Kind, item: DataRecord, question: ElsewhereQuestion): ElsewhereItem {
  const fill = (text: string): string => filled(text, question);
  const written = ownText(item, kind) ?? '';
  const at = kind === 'component' ? written.indexOf('@') : -1;
  const target = at === -1 ? fill(written) : `${fill(written.slice(0, at))}@${revision(written.slice(at + 1), fill)}`;
  const ref = ownText(item, 'ref');
  return {
    kind,
    target,
    files: flatTexts(ownValue(item, 'file')).map((path) => ({ path: fill(path) })),
    ...(ref !== undefined && { ref: { text: revision(ref, fill) } }),
  };
}

/** The pipeline's own revision stays what it is called: its files are those at hand. */
function revision(written: string, fill: (text: string) => string): string {
  return isOwnRevision(written) ? written : fill(written);
}

/** With the variables that are known; a text with others stays as it is. */
function filled(text: string, { elsewhere, expand }: ElsewhereQuestion): string {
  if (!text.includes('$')) return text;
  return expand(withHomeVariables(text, elsewhere)) ?? text;
}

/** Fills in the variables that the place where the repository is hosted says. */
export function withHomeVariables(text: string, { home: find }: Elsewhere): string {
  const home = find();
  const known = home?.state === 'known' ? variablesOf(home) : {};
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? '';
    return Object.hasOwn(known, name) ? (known[name] ?? whole) : whole;
  });
}

interface Asked {
  readonly name: string;
  readonly target: string;
}

function fileAt(path: string, asked: Asked, elsewhere: Elsewhere): ElsewhereFile {
  const address = includeAddress(path);
  if (address === undefined) return { state: 'own', path: path.slice(1) };
  const state = elsewhere.file(path);
  if (state.state === 'loaded') {
    const location = address.kind === 'project' ? address.path : asked.target;
    if (state.file.text.trim() === '') return refuse(wordsForEmpty(path, location));
    return { state: 'file', path, location, file: state.file };
  }
  const fault = state.state === 'unreadable' ? state.fault : undefined;
  const words = fault && wordsForFault(path, asked.target, fault);
  if (words !== undefined) return refuse(words);
  const because = fault?.message ?? `'${describeInclude(path)}' is not read${state.state === 'pending' ? ' yet' : ''}`;
  return { state: 'unknown', name: asked.name, because };
}

/** GitLab's words, where it would say the same. What only we do not ask for stays unknown. */
function wordsForFault(path: string, target: string, { kind, status }: IncludeFault): string | undefined {
  const address = includeAddress(path);
  switch (address?.kind) {
    case 'remote':
      if (kind !== 'status') return undefined;
      return `Remote file \`${address.url}\` could not be fetched because of HTTP code \`${status ?? 0}\` error!`;
    case 'template':
      return kind === 'no-template' ? `Included file \`${address.name}\` is empty or does not exist!` : undefined;
    case 'component':
      return isMissing(kind) ? `Component '${target}' - content not found` : undefined;
    case 'project':
      return wordsForProject(address, kind);
    case 'tree':
    case undefined:
      return undefined;
  }
}

function isMissing(kind: IncludeFault['kind']): boolean {
  return kind.startsWith('no-');
}

function wordsForProject(
  { project, ref, path }: { readonly project: string; readonly ref: string; readonly path: string },
  kind: IncludeFault['kind'],
): string | undefined {
  const known: Partial<Record<IncludeFault['kind'], string>> = {
    'no-project': `Project \`${project}\` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.`,
    'no-ref': `Project \`${project}\` reference \`${ref}\` does not exist!`,
    'no-file': `Project \`${project}\` file \`${path}\` does not exist!`,
  };
  return known[kind];
}

function wordsForEmpty(path: string, location: string): string {
  const address = includeAddress(path);
  if (address?.kind === 'project') return `Project \`${address.project}\` file \`${address.path}\` is empty!`;
  return `Included file \`${location}\` is empty or does not exist!`;
}

function wordsForMissing(kind: Kind, { target }: ElsewhereItem, path: string): string {
  if (kind === 'component') return `Component '${target}' - content not found`;
  return `Project \`${target}\` file \`${path}\` does not exist!`;
}

function wordsForInvalid(kind: Kind, target: string): string {
  if (kind === 'template') return `Template file \`${target}\` is not a valid location!`;
  if (kind === 'remote') return `Remote file \`${target}\` does not have a valid address!`;
  return `Component '${target}' - the component path is not supported`;
}
