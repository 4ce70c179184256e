import { wholeTest, type WholeTest } from '../../../base/wildcards.ts';
import type { Span, YamlNode } from '../../../yaml/node.ts';
import { scalarText } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, follow, isInterpolated, isReference, scalarValue, type Anchors } from './follow.ts';

/** One file that `include` or `trigger:include` names. */
export interface IncludeItem {
  /** 'unknown': the text does not say (an input, a reference, a mistake that the keyword check names). */
  readonly kind: 'local' | 'project' | 'remote' | 'template' | 'component' | 'artifact' | 'unknown';
  /** The path, address or name as written. */
  readonly target: string;
  /** For 'project': the files in it. */
  readonly files: readonly { readonly path: string; readonly at: Span }[];
  readonly at: Span;
  /** For 'project': the branch, tag or commit as written. */
  readonly ref?: { readonly text: string; readonly at: Span };
  /** The `ref` is written in a way whose value is not known yet. */
  readonly hasUnknownRef?: boolean;
  /** For 'artifact': the job that makes the file. */
  readonly job?: { readonly text: string; readonly at: Span };
  /** For 'remote': the hash that the file has to have. */
  readonly integrity?: { readonly text: string; readonly at: Span };
  /** It has `rules`, so the file may be left out. */
  readonly conditional: boolean;
  readonly node: YamlNode;
}

const KINDS = ['local', 'project', 'remote', 'template', 'component', 'artifact'] as const;

/** Reads the value of `include` or `trigger:include`: a string, a mapping or a list of both. */
export function includeItems(node: YamlNode | undefined, anchors: Anchors): readonly IncludeItem[] {
  // GitLab leaves out what has no value.
  const items = flatItems(node, anchors).filter((item) => scalarValue(item) !== null);
  return items.map((item) => includeItem(item, anchors));
}

function includeItem(node: YamlNode, anchors: Anchors): IncludeItem {
  const bare = { files: [], at: node, conditional: false, node };
  if (isReference(node) || isInterpolated(node)) return { kind: 'unknown', target: scalarText(node) ?? '', ...bare };
  if (node.kind === 'scalar') {
    return { kind: /^https?:\/\//i.test(node.text) ? 'remote' : 'local', target: node.text, ...bare };
  }
  return includeMapping(node, anchors) ?? { kind: 'unknown', target: '', ...bare };
}

function includeMapping(node: YamlNode, anchors: Anchors): IncludeItem | undefined {
  const fields = fieldsOf(node, anchors);
  const kind = KINDS.find((candidate) => fields.has(candidate));
  const value = kind && follow(fields.get(kind)?.value, anchors);
  if (kind === undefined || value?.kind !== 'scalar' || isInterpolated(value)) return undefined;
  const files = flatItems(fields.get('file')?.value, anchors).flatMap((file) =>
    file.kind === 'scalar' && !isInterpolated(file) ? [{ path: file.text, at: file }] : [],
  );
  const bare = { kind, target: value.text, files, at: value, conditional: fields.has('rules'), node };
  return { ...bare, ...refOf(fields, anchors), ...jobOf(fields, anchors), ...integrityOf(fields, anchors) };
}

type Fields = ReturnType<typeof fieldsOf>;

function refOf(fields: Fields, anchors: Anchors): Pick<IncludeItem, 'ref' | 'hasUnknownRef'> {
  const node = follow(fields.get('ref')?.value, anchors);
  if (node === undefined) return {};
  const isKnown = node.kind === 'scalar' && !isInterpolated(node) && !isReference(node);
  return isKnown ? { ref: { text: node.text, at: node } } : { hasUnknownRef: true };
}

function jobOf(fields: Fields, anchors: Anchors): Pick<IncludeItem, 'job'> {
  const node = follow(fields.get('job')?.value, anchors);
  return node?.kind === 'scalar' && !isInterpolated(node) ? { job: { text: node.text, at: node } } : {};
}

function integrityOf(fields: Fields, anchors: Anchors): Pick<IncludeItem, 'integrity'> {
  const node = follow(fields.get('integrity')?.value, anchors);
  return node?.kind === 'scalar' && !isInterpolated(node) ? { integrity: { text: node.text, at: node } } : {};
}

/** Whether GitLab would read a file of this name, as far as it is known. */
export function hasYamlName(path: string): boolean {
  return /[^/]\.ya?ml$/i.test(path) || hasVariables(path);
}

/** Whether a path holds a `*`, so that it stands for any number of files. */
export function isGlob(path: string): boolean {
  return path.includes('*');
}

/** Whether a path depends on variables, which GitLab fills in before it reads the file. */
export function hasVariables(path: string): boolean {
  return path.includes('$');
}

/**
 * A pattern of `include:local` as a regular expression over paths from the project's root. `*` stays in its folder,
 * `**` crosses folders: `configs/**.yml` is any depth, `configs/**` followed by `/*.yml` is sub-folders only
 * (https://docs.gitlab.com/ci/yaml/includes/#use-includelocal-with-wildcard-file-paths).
 */
export function globPattern(path: string): WholeTest {
  const body = path
    .replace(/^\//, '')
    .replace(/[.+^${}()|[\]\\?]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length === 1 ? '[^/]*' : '.*'));
  return wholeTest(body);
}
