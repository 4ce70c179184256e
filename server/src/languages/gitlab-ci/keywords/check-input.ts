import { jsonText } from '../../../base/json.ts';
import { compileExpression } from '../../../base/regular-expression.ts';
import { psychDialect, type ScalarValue } from '../../../yaml/dialect.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../../../yaml/node.ts';
import { toValue } from '../../../yaml/value.ts';
import { rubyText } from '../inputs/values.ts';
import { follow, isInterpolated, isReference, scalarValue, type Anchors } from '../model/follow.ts';
import { short } from './check-scalar.ts';
import { invalid, type Fields, type Place, type ShapeCheck } from './fault.ts';

const INPUT_TYPES: readonly unknown[] = ['array', 'boolean', 'number', 'string'];

/** `default` fits `type`, `options` and `regex`; `rules` stand alone (https://docs.gitlab.com/ci/yaml/#specinputs). */
export function checkInput(check: ShapeCheck, fields: Fields, { name }: Place): void {
  const rules = fields.get('rules');
  for (const other of ['options', 'default']) {
    if (rules && fields.has(other)) check.faults.push(invalid(rules.key, `${name} has both 'rules' and '${other}'`));
  }
  checkDefault(check, fields, name);
  const type = scalarValue(follow(fields.get('type')?.value, check.anchors)) ?? 'string';
  checkOptions(check, fields, { name, type });
  checkRegex(check, fields, { name, type });
}

interface Input {
  readonly name: string;
  readonly type: unknown;
}

function checkDefault({ faults, anchors }: ShapeCheck, fields: Fields, name: string): void {
  const written = fields.get('default')?.value;
  const kind = inputKind(follow(written, anchors));
  const type = scalarValue(follow(fields.get('type')?.value, anchors)) ?? 'string';
  if (written === undefined || kind === undefined || kind === type || !INPUT_TYPES.includes(type)) return;
  // GitLab makes text of anything for a string input, and reads text as JSON for the others.
  const level = type === 'string' ? 'undocumented' : 'refused';
  faults.push(invalid(written, `The default of ${name} is of type ${kind}, but its type is ${String(type)}`, level));
}

/** The type of a default, in the words of `type`; undefined for nothing and for what is only known later. */
function inputKind(node: YamlNode | undefined): string | undefined {
  if (node === undefined || isReference(node) || isInterpolated(node)) return undefined;
  const value = scalarValue(node);
  if (value === null) return undefined;
  if (value !== undefined) return typeof value;
  return node.kind === 'sequence' ? 'array' : 'mapping';
}

function checkOptions({ faults, anchors }: ShapeCheck, fields: Fields, { name, type }: Input): void {
  const written = fields.get('options');
  const options = itemTexts(written, anchors);
  if (written === undefined || options === undefined) return;
  const byDefault = plainDefault(fields, anchors, type);
  if (byDefault === undefined) return;
  if (type === 'array' || type === 'boolean') {
    faults.push(invalid(written.key, `${name} has options, which only inputs of type string and number have`));
  } else if (!options.includes(byDefault.text) && INPUT_TYPES.includes(type)) {
    const allowed = options.length === 0 ? 'there are no options' : `the options are ${short(options.join(', '))}`;
    faults.push(invalid(byDefault.at, `The default of ${name} is '${short(byDefault.text)}'; ${allowed}`));
  }
}

function checkRegex({ faults, anchors }: ShapeCheck, fields: Fields, { name, type }: Input): void {
  const written = fields.get('regex');
  const regex = follow(written?.value, anchors);
  if (written === undefined || !isWrittenText(regex) || !INPUT_TYPES.includes(type)) return;
  const byDefault = plainDefault(fields, anchors, type);
  const compiled = compileExpression(regex.text);
  if (type !== 'string') {
    const message = `${name} has a regex, which only inputs of type string have`;
    if (byDefault !== undefined) faults.push(invalid(written.key, message));
  } else if (!compiled.ok) {
    // Without a default GitLab looks at it with the first value that an include gives.
    const level = byDefault === undefined ? 'idle' : 'refused';
    faults.push(invalid(regex, brokenRegex(name, compiled.message), level));
  } else if (byDefault !== undefined && !compiled.isFoundIn(byDefault.text)) {
    const words = `The default of ${name} is '${short(byDefault.text)}', which the regex '${short(regex.text)}' does not match`;
    faults.push(invalid(byDefault.at, words));
  }
}

function isWrittenText(node: YamlNode | undefined): node is YamlScalar {
  return node?.kind === 'scalar' && !isInterpolated(node) && typeof scalarValue(node) === 'string';
}

function brokenRegex(name: string, why: string): string {
  return `The regex of ${name} is none that GitLab's engine (RE2) knows: ${why}`;
}

interface PlainDefault {
  readonly at: YamlNode;
  readonly text: string;
}

/** A default as the text that GitLab compares. A default of nothing is none. */
function plainDefault(fields: Fields, anchors: Anchors, type: unknown): PlainDefault | undefined {
  const entry = fields.get('default');
  const text = textOf(entry?.value, anchors);
  if (entry === undefined || text === undefined || (text === '' && type !== 'string')) return undefined;
  if (scalarValue(follow(entry.value, anchors)) === null || entry.value === undefined) return undefined;
  return { at: entry.value, text };
}

/** A value as Ruby writes it; undefined where a part of it is only known later. */
function textOf(written: YamlNode | undefined, anchors: Anchors): string | undefined {
  const node = follow(written, anchors);
  if (node?.kind !== 'mapping' && node?.kind !== 'sequence') {
    const value = plainValue(node);
    return value === undefined ? undefined : rubyText(value);
  }
  if (isReference(node)) return undefined;
  const { value, problems } = toValue(node, { dialect: psychDialect, anchors, readTag: () => '$[[ ]]' });
  return problems.length > 0 || jsonText(value).includes('$[[') ? undefined : rubyText(value);
}

/** The items of a list as such texts; undefined when it is none, or when it is not known as a whole. */
function itemTexts(entry: YamlEntry | undefined, anchors: Anchors): readonly string[] | undefined {
  const list = follow(entry?.value, anchors);
  if (list?.kind !== 'sequence' || isReference(list)) return undefined;
  const texts = list.items.map((item) => textOf(item, anchors));
  return texts.some((text) => text === undefined) ? undefined : texts.map((text) => text ?? '');
}

/** A rule of an input: a condition decides over something, and what stands without one says what is allowed. */
export function checkInputRule({ faults, anchors }: ShapeCheck, fields: Fields, { at, label = at, name }: Place): void {
  const isThere = (key: string): boolean => scalarValue(follow(fields.get(key)?.value, anchors)) !== null;
  const has = (key: string): boolean => fields.has(key) && isThere(key);
  if (has('options') || (has('if') && fields.has('default'))) return;
  const message = has('if')
    ? `${name} has neither 'options' nor 'default'`
    : `${name} has no 'if' and so needs 'options'`;
  faults.push({ at: label, kind: 'missing-keyword', level: 'refused', message });
}

/** The values of a list of scalars; undefined when it is none, or when it is not known as a whole. */
function plainItems(entry: YamlEntry | undefined, anchors: Anchors): readonly ScalarValue[] | undefined {
  const list = follow(entry?.value, anchors);
  if (list?.kind !== 'sequence' || isReference(list)) return undefined;
  const values = list.items.map((item) => plainValue(follow(item, anchors)));
  return values.some((value) => value === undefined) ? undefined : values.map((value) => value ?? null);
}

function texts(values: readonly ScalarValue[]): readonly string[] {
  return values.map((value) => String(value ?? ''));
}

/** A variable's value is one of its options (https://docs.gitlab.com/ci/yaml/#variablesoptions). */
export function checkVariable({ faults, anchors }: ShapeCheck, fields: Fields, { at, label, name }: Place): void {
  const options = plainItems(fields.get('options'), anchors) ?? [];
  const entry = fields.get('value');
  const value = plainValue(follow(entry?.value, anchors));
  if (options.length === 0 || value === undefined || options.includes(value)) return;
  const [text = ''] = texts([value]);
  const subject = entry === undefined ? `${name} has no value` : `The value of ${name} is '${short(text)}'`;
  const message = `${subject}; its options are ${short(texts(options).join(', '))}`;
  faults.push(invalid(entry?.value ?? label ?? at, message));
}

/** A scalar's value; undefined for anything else, and for what is only known later. */
function plainValue(node: YamlNode | undefined): ScalarValue | undefined {
  return isReference(node) || isInterpolated(node) ? undefined : scalarValue(node);
}
