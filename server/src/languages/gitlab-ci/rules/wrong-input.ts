import { isRecord, ownText, ownValue, type DataRecord } from '../../../base/record.ts';
import { joined } from '../../../base/words.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import { scalarText, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { toValue } from '../../../yaml/value.ts';
import type { Finding, Rule } from '../../language.ts';
import { inspect } from '../configuration/references.ts';
import { resolveInputs } from '../inputs/values.ts';
import { follow, isInterpolated, isReference, type Anchors } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { includesWithInputs, type IncludeWithInputs } from './included-inputs.ts';

/** https://docs.gitlab.com/ci/inputs/: a given input fits its type, its options and its pattern. */
export const wrongInput: Rule<Pipeline> = {
  code: 'gitlab-ci/wrong-input',
  severity: 'error',
  *check(pipeline, snapshot) {
    const seen = new Set<Finding['at']>();
    for (const include of includesWithInputs(pipeline, snapshot)) {
      for (const finding of findingsOf(include, pipeline.own.anchors)) {
        if (seen.has(finding.at)) continue;
        seen.add(finding.at);
        yield finding;
      }
    }
  },
};

function* findingsOf({ target, given, inputs }: IncludeWithInputs, anchors: Anchors): Generator<Finding> {
  const declared = Object.fromEntries(
    [...inputs.declared].map(([name, { value }]) => [name, valueOf(value, inputs.anchors)]),
  );
  const values = knownValues(given, anchors);
  // What an input is without a value may decide what another one takes.
  if (values === undefined) return;
  for (const error of resolveInputs(declared, values).errors) {
    const [, name = '', words = ''] = /^`(.+?)` input: (.*)$/s.exec(error) ?? [];
    const entry = given.get(name);
    const specification = declared[name];
    const at = entry?.value ?? entry?.key;
    if (at === undefined) continue;
    const text = explain(words, specification, values[name]);
    if (text !== undefined) yield { at, message: `Input '${name}' of '${target}' ${text}` };
  }
}

/** The given values; undefined when the text does not say one of them. */
function knownValues(given: ReadonlyMap<string, YamlEntry>, anchors: Anchors): DataRecord | undefined {
  const values: Record<string, unknown> = {};
  for (const [name, { value }] of given) {
    const node = follow(value, anchors);
    if (node !== undefined && (isReference(node) || holdsInterpolation(node))) return undefined;
    values[name] = valueOf(node, anchors);
  }
  return values;
}

function holdsInterpolation(node: YamlNode): boolean {
  if (isInterpolated(node)) return true;
  if (node.kind === 'sequence') return node.items.some((item) => item !== undefined && holdsInterpolation(item));
  return (scalarText(node) ?? '').includes('$[[');
}

function valueOf(node: YamlNode | undefined, anchors: Anchors): unknown {
  return node === undefined ? null : toValue(node, { dialect: psychDialect, anchors }).value;
}

const OF_TYPE = /^provided value is not (an? \w+)$/;

/** GitLab's words for a given value in ours; undefined for those about the specification itself. */
function explain(words: string, specification: unknown, value: unknown): string | undefined {
  const written = `'${typeof value === 'string' ? value : inspect(value)}'`;
  const type = OF_TYPE.exec(words)?.[1];
  if (type !== undefined) return `is ${type}, which ${written} is not`;
  if (words.includes('does not match required RegEx') && words.startsWith('provided')) {
    return `must match '${ownText(specification, 'regex') ?? ''}', which ${written} does not`;
  }
  if (!words.includes('not in the list of')) return undefined;
  const options = ownValue(specification, 'options');
  if (!Array.isArray(options) || !isRecord(specification)) return `does not take ${written}`;
  const names = options.map((option) => `'${typeof option === 'string' ? option : inspect(option)}'`);
  return `takes ${listOf(names)}, not ${written}`;
}

function listOf(names: readonly string[]): string {
  const shown = names.length > 12 ? [...names.slice(0, 12), '…'] : names;
  return joined(shown, 'or');
}
