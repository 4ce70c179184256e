import { expect, test } from 'vitest';
import { compileJsonSchema } from '../../server/src/io/json-schema.ts';
import { jsonSchemaIssues } from '../../server/src/schema/json-schema-issues.ts';
import { shapeOfJsonSchema } from '../../server/src/schema/json-shape.ts';
import { coreDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';

const SCHEMA = {
  type: 'object',
  required: ['name', 'size'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$' },
    size: { anyOf: [{ type: 'integer' }, { enum: ['small', 'large'] }] },
    parts: { type: 'array', items: { $ref: '#/definitions/part' } },
  },
  definitions: { part: { type: 'object', properties: { kind: { const: 'bolt' } }, required: ['kind'] } },
};

/** `text: message` of each issue, `text` being what is marked. */
function issues(text: string): string[] {
  const file = parseYamlFile('/widget.yaml', text);
  const compiled = compileJsonSchema(SCHEMA);
  const document = file.documents[0]?.document;
  if (!compiled.ok || document?.root === undefined) return ['no schema or no text'];
  const source = { check: compiled.value, shape: shapeOfJsonSchema(SCHEMA), dialect: coreDialect, title: 'the widget' };
  return jsonSchemaIssues(document.root, document.anchors, source).map(({ at, kind, message }) => {
    const range = file.rangeOf(at) ?? { start: 0, end: 0 };
    return `${kind} «${text.slice(range.start, range.end)}» ${message}`;
  });
}

test('a value that fits has no issues', () => {
  expect(issues('name: a\nsize: 1\nparts: [{kind: bolt}]\n')).toEqual([]);
});

test('each issue has its place', () => {
  expect(issues('nam: a\nparts:\n  - kind: nut\n  - knd: bolt\n')).toEqual([
    "missing-field «nam» the widget lacks the required fields 'name' and 'size'",
    "unknown-field «nam» Unknown field 'nam' in the widget; did you mean 'name'?",
    "invalid-value «nut» 'kind' is 'nut'; allowed is 'bolt'",
    "missing-field «knd» 'parts[1]' lacks the required field 'kind'",
  ]);
});

test('of alternatives, what each of them wants', () => {
  expect(issues('name: A\nsize: huge\n')).toEqual([
    'invalid-value «A» \'name\' must match pattern "^[a-z]+$"',
    "wrong-type «huge» 'size' must be of the type integer",
    "invalid-value «huge» 'size' is 'huge'; allowed are 'small', 'large'",
  ]);
});

test('a key that is set twice', () => {
  expect(issues('name: a\nname: b\nsize: 1\n')).toEqual([
    "duplicate-field «name» 'name' is already set in the widget; a key may be set once",
  ]);
});

test.each([
  ['no object', 1],
  ['an unknown type', { type: 'strin' }],
  ['a reference to nowhere', { $ref: '#/definitions/none' }],
])('a schema that cannot be used is a problem: %s', (_, schema) => {
  expect(compileJsonSchema(schema)).toMatchObject({ ok: false, problem: { code: 'invalid' } });
});

/** Whether a text is right by a schema with this pattern; undefined for a schema that cannot be used. */
function fits(pattern: string, text: string): boolean | undefined {
  const compiled = compileJsonSchema({ type: 'string', pattern });
  return compiled.ok ? compiled.value(text).length === 0 : undefined;
}

test.each([
  ['^[a-z]+$', 'abc', true],
  ['^[a-z]+$', 'a1', false],
  [String.raw`^\d{3}-\w+$`, '123-x', true],
  [String.raw`^https:\/\/`, 'https://example.com', true],
  [String.raw`^[\u00e0-\u00ff]+$`, 'éè', true],
  [String.raw`^\u{1F642}$`, '🙂', true],
  [String.raw`^\p{L}+$`, 'größe', true],
  [String.raw`^\p{L}+$`, '1', false],
])('the pattern %s judges %j', (pattern, text, isRight) => {
  expect(fits(pattern, text)).toBe(isRight);
});

test('a pattern that would take forever is judged at once', () => {
  expect(fits('^(a+)+$', `${'a'.repeat(200)}!`)).toBe(false);
  expect(fits(String.raw`^(\w+\s?)*$`, `${'word '.repeat(200)}!`)).toBe(false);
});

test('a pattern that looks ahead is not judged', () => {
  expect(fits('^(?!latest)', 'latest')).toBe(true);
});

test('what is no pattern makes the schema unusable', () => {
  expect(fits('(', 'a')).toBeUndefined();
});

test('two patterns of one schema are told apart', () => {
  const compiled = compileJsonSchema({ allOf: [{ pattern: '^a' }, { pattern: 'b$' }] });
  expect(compiled.ok && ['ab', 'a', 'b'].map((text) => compiled.value(text).length)).toEqual([0, 1, 1]);
});
