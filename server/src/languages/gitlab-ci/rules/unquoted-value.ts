import { rubyText } from '../../../yaml/ruby-text.ts';
import { isMergeKey } from '../../../yaml/value.ts';
import {
  entriesOf,
  itemsOf,
  scalarText,
  valueOf,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { perBlock } from '../model/follow.ts';
import { isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { variableMappings } from '../variables/variable-mappings.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#variables: a variable is a text, but YAML 1.1, which GitLab reads, first makes numbers,
 * booleans and times of it: `3.10` becomes 3.1, `0777` 511, `yes` true, `12:30:00` 45000.
 */
export const unquotedValue: Rule<Pipeline> = {
  code: 'gitlab-ci/unquoted-value',
  severity: 'warning',
  *check({ own }) {
    for (const block of own.content?.blocks ?? []) yield* findingsOfBlock(block, own.anchors);
  },
};

const findingsOfBlock = perBlock((block): readonly Finding[] => {
  if (block.problems.length > 0) return [];
  return entriesOf(block.root).flatMap(({ key, value }) => {
    const name = scalarText(key) ?? '';
    const isHolder = isJobName(name) || ['variables', 'default', 'workflow'].includes(name);
    const mappings = isHolder ? variableMappings(name, value) : [];
    return [...mappings.flatMap(ofVariables), ...matricesOf(value).flatMap(ofMatrix)];
  });
});

function matricesOf(job: YamlNode | undefined): readonly YamlNode[] {
  return itemsOf(valueOf(valueOf(job, 'parallel'), 'matrix'));
}

interface ScalarFinding extends Finding {
  readonly at: YamlScalar;
}

/** Decimal numbers and truth values are errors in a matrix, which another rule tells. */
function ofMatrix(node: YamlNode | undefined): ScalarFinding[] {
  return ofVariables(node).filter(({ at }) => !isRefusedInMatrix(rubyText(at.text) ?? ''));
}

function isRefusedInMatrix(read: string): boolean {
  return read === 'true' || read === 'false' || /^[-+]?\d+\.\d/.test(read);
}

function ofVariables(node: YamlNode | undefined): ScalarFinding[] {
  return entriesOf(node).flatMap((entry) => (isMergeKey(entry) ? [] : ofVariable(entry)));
}

/** A value, a list of them in a matrix, or a mapping with `value` and `options`. */
function ofVariable({ key, value }: YamlEntry): ScalarFinding[] {
  const name = scalarText(key) ?? '';
  const isLong = (entry: YamlEntry): boolean => ['value', 'options'].includes(scalarText(entry.key) ?? '');
  const values = value?.kind === 'mapping' ? value.entries.filter(isLong).map((entry) => entry.value) : [value];
  return values.flatMap((each) => {
    const scalars = each?.kind === 'sequence' ? itemsOf(each) : [each];
    return scalars.flatMap((scalar) => (scalar?.kind === 'scalar' ? ofScalar(name, scalar) : []));
  });
}

function ofScalar(name: string, node: YamlScalar): ScalarFinding[] {
  const { text, style, tag } = node;
  // An empty value and `~` are written to be empty.
  if (style !== 'plain' || tag !== undefined || text === '' || text === '~') return [];
  const read = rubyText(text);
  if (read === undefined || read === text || isMeantAsNumber(text, read)) return [];
  const becomes = read === '' ? 'nothing' : `'${read}'`;
  const message = `'${name}' becomes ${becomes}: without quotes GitLab reads '${text}' as ${kindOf(text, read)}; write "${text}"`;
  return [{ at: node, message, replacement: `"${text}"` }];
}

/** `40_000_000`, `1,000`, `.5` and `+1`: whoever writes a number so wants the number. */
function isMeantAsNumber(text: string, read: string): boolean {
  const isGrouped = /^[-+]?\d{1,3}(?:([,_])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(text);
  const digits = text.replaceAll(/[_+]/g, '');
  return isGrouped || digits === read || `0${digits}` === read;
}

function kindOf(text: string, read: string): string {
  if (read === '') return 'no value';
  if (read === 'true' || read === 'false') return 'a boolean';
  if (text.startsWith(':')) return 'a symbol of Ruby';
  if (text.includes(':')) return 'a number in base 60';
  return /^[-+]?0[0-7_,]+$/.test(text) ? 'an octal number' : 'a number';
}
