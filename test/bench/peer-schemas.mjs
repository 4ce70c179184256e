// JSON Schemas for yaml-language-server, which brings none of its own: without one it would only parse. They cover what the
// generated documents use, and hold no descriptions, which is to its advantage.
import { readFileSync } from 'node:fs';

const KINDS = ['apps/v1 Deployment', 'v1 Service', 'v1 ConfigMap', 'networking.k8s.io/v1 Ingress', 'batch/v1 CronJob'];

const SCALARS = {
  s: { type: 'string' },
  i: { type: 'integer' },
  l: { type: 'integer' },
  n: { type: 'number' },
  b: { type: 'boolean' },
  q: { type: ['string', 'number'] },
  x: { type: ['string', 'integer'] },
  t: { type: 'string' },
  y: { type: 'string' },
};

/** One of the kinds, from the table that Plumbline itself judges by. */
export function kubernetesSchema() {
  const table = JSON.parse(readFileSync(new URL('../../schemas/kubernetes/types.json', import.meta.url), 'utf8'));
  const definitions = {};
  const define = (name) => {
    if (name in definitions) return;
    definitions[name] = {};
    definitions[name] = objectSchema(table.types[name], (inner) => typeSchema(inner, table.types, define));
  };
  const oneOf = KINDS.map((key) => {
    const [apiVersion, kind] = key.split(' ');
    define(table.kinds[key]);
    const fixed = { properties: { apiVersion: { const: apiVersion }, kind: { const: kind } } };
    return { allOf: [{ $ref: `#/definitions/${table.kinds[key]}` }, fixed], required: ['apiVersion', 'kind'] };
  });
  return { $schema: 'http://json-schema.org/draft-07/schema#', oneOf, definitions };
}

function objectSchema(fields = '', read) {
  const properties = {};
  const required = [];
  for (const field of fields.split(' ')) {
    const [, name, mark, expression] = /^([^\s:!]+)(!?):((?:\[=\]|[^=\s])*)/.exec(field) ?? [];
    if (name === undefined) continue;
    properties[name] = read(expression);
    if (mark === '!') required.push(name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}

function typeSchema(expression, types, define) {
  const collection = /^(?:\[[^\]]*\]|\{\})/.exec(expression)?.[0];
  if (collection !== undefined) {
    const inner = typeSchema(expression.slice(collection.length), types, define);
    return collection === '{}' ? { type: 'object', additionalProperties: inner } : { type: 'array', items: inner };
  }
  const values = /^s\((.*)\)$/.exec(expression)?.[1];
  if (values !== undefined) return { type: 'string', enum: values.split('|') };
  if (expression in SCALARS) return SCALARS[expression];
  if (!(expression in types)) return {};
  define(expression);
  return { $ref: `#/definitions/${expression}` };
}

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const commands = { oneOf: [text, { type: 'array', items: { oneOf: [text, texts] } }] };
const when = { enum: ['on_success', 'on_failure', 'always', 'never', 'manual', 'delayed'] };
const record = (properties) => ({ type: 'object', properties, additionalProperties: false });

/** The keywords of the generated pipelines and some more. */
export function pipelineSchema() {
  const retries = { type: 'integer', minimum: 0, maximum: 2 };
  const cache = record({ key: { type: ['string', 'object'] }, paths: texts, policy: text, when: text, untracked: {} });
  const rule = record({ if: text, changes: {}, exists: {}, when, allow_failure: {}, variables: {}, needs: {} });
  const need = { oneOf: [text, record({ job: text, artifacts: { type: 'boolean' }, optional: {}, project: {} })] };
  const keywords = {
    script: commands,
    before_script: commands,
    after_script: commands,
    stage: text,
    extends: { oneOf: [text, texts] },
    image: { type: ['string', 'object'] },
    services: { type: 'array', items: { type: ['string', 'object'] } },
    cache: { oneOf: [cache, { type: 'array', items: cache }] },
    retry: { oneOf: [retries, record({ max: retries, when: {}, exit_codes: {} })] },
    artifacts: { type: 'object', properties: { paths: texts, expire_in: text, when: {}, reports: { type: 'object' } } },
    needs: { type: 'array', items: need },
    parallel: { oneOf: [{ type: 'integer', minimum: 1, maximum: 200 }, record({ matrix: { type: 'array' } })] },
    variables: { type: 'object' },
    coverage: text,
    environment: { oneOf: [text, record({ name: text, url: text, action: text, on_stop: text })] },
    rules: { type: 'array', items: rule },
    when,
    interruptible: { type: 'boolean' },
    timeout: text,
    tags: texts,
    allow_failure: {},
    resource_group: text,
    trigger: {},
  };
  const job = record(keywords);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      stages: texts,
      variables: { type: 'object' },
      default: job,
      include: {},
      workflow: { type: 'object' },
    },
    patternProperties: { '^[.]cache$': {} },
    additionalProperties: job,
  };
}
