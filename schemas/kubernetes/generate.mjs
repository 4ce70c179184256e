// Makes types.json and SOURCE.md beside this file from two Go modules (SOURCE.md says how it is run and what it needs).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const version = process.argv[2] ?? 'v1.36.3';
const kubernetes = download('k8s.io/kubernetes', version);
const api = download('k8s.io/api', version.replace(/^v1\./, 'v0.'));

const PREFIX = '#/components/schemas/';

/** Types whose JSON form is not what their OpenAPI schema alone says. */
const SPECIAL = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'x',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'u',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'u',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'u',
};

const { schemas, served } = readOpenApi();
const enums = readEnums();
const data = makeData();
const text = dataText();
writeFileSync(join(here, 'types.json'), text);
writeFileSync(join(here, 'SOURCE.md'), sourcePage());
process.stdout.write(
  `${Object.keys(data.kinds).length} kinds, ${Object.keys(data.types).length} types, ${Object.keys(data.removed).length} removed kinds, ${text.length} bytes\n`,
);

/** One line for each kind and type, so that a new release shows as a readable difference. */
function dataText() {
  const table = (entries) =>
    `{\n${Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')}\n}`;
  const { version: own, kinds, removed, types } = data;
  return `{"version":${JSON.stringify(own)},"kinds":${table(kinds)},"removed":${table(removed)},"types":${table(types)}}\n`;
}

function download(path, wanted) {
  const options = { encoding: 'utf8', cwd: here, env: { ...process.env, GOFLAGS: '-mod=mod' } };
  const answer = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `${path}@${wanted}`], options));
  return { path, version: wanted, directory: answer.Dir, sum: answer.Sum };
}

/** All schemas of all groups, and the kinds that have a path of their own ("apps/v1 Deployment"). */
function readOpenApi() {
  const folder = join(kubernetes.directory, 'api/openapi-spec/v3');
  const found = { schemas: {}, served: new Set() };
  for (const file of readdirSync(folder).sort()) {
    const { components, paths } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    Object.assign(found.schemas, components?.schemas);
    for (const operations of Object.values(paths ?? {})) {
      for (const operation of Object.values(operations)) {
        const named = operation?.['x-kubernetes-group-version-kind'];
        const creates = operation?.['x-kubernetes-action'] === 'post';
        if (named !== undefined && creates) found.served.add(gvkText(named));
      }
    }
  }
  return found;
}

function gvkText({ group, version: apiVersion, kind }) {
  return `${group === '' ? '' : `${group}/`}${apiVersion} ${kind}`;
}

/** The published documents leave enum values out; the generated Go code of the same release has them. */
function readEnums() {
  const source = readFileSync(join(kubernetes.directory, 'pkg/generated/openapi/zz_generated.openapi.go'), 'utf8');
  const found = new Map();
  let type;
  let field;
  for (const line of source.split('\n')) {
    const opened = /^func schema_k8sio_api_(\w+)\(/.exec(line);
    if (opened !== null) type = `io.k8s.api.${opened[1].replaceAll('_', '.')}`;
    else if (line.startsWith('func ')) type = undefined;
    const property = /^\t{5}"(\w+)": \{$/.exec(line);
    if (property !== null) field = property[1];
    const values = /^(\t+)Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line);
    if (values !== null && type !== undefined) found.set(`${type} ${field}`, JSON.parse(`[${values[2]}]`));
  }
  return found;
}

function makeData() {
  const kinds = {};
  const wanted = [];
  for (const [name, schema] of Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const gvk of schema['x-kubernetes-group-version-kind'] ?? []) {
      const key = gvkText(gvk);
      const isList = schema.properties?.items !== undefined && served.has(key.replace(/List$/, ''));
      if (schema.properties?.metadata === undefined || !(served.has(key) || isList)) continue;
      kinds[key] = shortName(name);
      wanted.push(name);
    }
  }
  const types = {};
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (types[shortName(name)] !== undefined) continue;
    types[shortName(name)] = fieldsText(name, (reference) => wanted.push(reference));
  }
  return { version: version.slice(1), kinds: sorted(kinds), removed: sorted(readRemoved(kinds)), types: sorted(types) };
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** io.k8s.api.apps.v1.Deployment → apps.v1.Deployment; io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta → meta.v1.ObjectMeta */
function shortName(name) {
  return name
    .replace(/^io\.k8s\./, '')
    .replace(/^(?:[\w-]+\.pkg\.apis|api)\./, '')
    .replace(/^apimachinery\.pkg\./, '');
}

function fieldsText(name, need) {
  const { properties = {}, required = [] } = schemas[name];
  return Object.entries(properties)
    .map(([field, schema]) => {
      const mark = required.includes(field) || needsContent(field, schema) ? '!' : '';
      return `${field}${mark}:${expression(schema, need, enums.get(`${name} ${field}`))}${defaultText(schema)}`;
    })
    .join(' ');
}

/**
 * A structure that is no pointer in Go is there even when nobody writes it, and then its required fields are missing: the
 * documents give such a field the default {}. Nobody has to write a status.
 */
function needsContent(field, schema) {
  const isStructure = schema.allOf !== undefined && JSON.stringify(schema.default) === '{}';
  if (!isStructure || field === 'status' || field === 'metadata') return false;
  const { properties = {}, required = [] } = schemas[schema.allOf[0].$ref.slice(PREFIX.length)];
  return required.length > 0 || Object.entries(properties).some(([name, inner]) => needsContent(name, inner));
}

function defaultText({ default: value }) {
  if (value === undefined || value === '' || value === 0 || value === false || typeof value === 'object') return '';
  if (/[\s:=]/.test(String(value))) throw new Error(`a default that the notation cannot hold: ${value}`);
  return `=${value}`;
}

function expression(schema, need, values) {
  const reference = (schema.$ref ?? schema.allOf?.[0]?.$ref)?.slice(PREFIX.length);
  if (reference !== undefined) return referenceText(reference, need);
  if (schema.type === 'array') return `[${listText(schema)}]${expression(schema.items, need, values)}`;
  if (schema.type === 'object' && schema.additionalProperties) {
    return `{}${expression(schema.additionalProperties, need, values)}`;
  }
  return scalarText(schema, values);
}

function referenceText(reference, need) {
  if (SPECIAL[reference] !== undefined) return SPECIAL[reference];
  const { properties, type, format } = schemas[reference];
  if (properties === undefined && type === 'string') return scalarText({ type, format });
  // A type without a declared form (JSON, JSONSchemaPropsOrBool, …) takes what the documents do not say.
  if (properties === undefined) return 'u';
  need(reference);
  return shortName(reference);
}

function listText(schema) {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return '=';
  return type === 'map' ? schema['x-kubernetes-list-map-keys'].join(',') : '';
}

function scalarText({ type, format }, values) {
  if (type === 'string' && values !== undefined) return `s(${values.join('|').replaceAll(' ', '%20')})`;
  if (type === 'string') return { byte: 'y', 'date-time': 't' }[format] ?? 's';
  if (type === 'integer') return format === 'int64' ? 'l' : 'i';
  return { boolean: 'b', number: 'n' }[type] ?? 'u';
}

/** "extensions/v1beta1 Ingress" → "1.22 networking.k8s.io/v1 Ingress": from the life-cycle marks of the Go types. */
function readRemoved(kinds) {
  const removed = {};
  for (const group of folders(api.directory)) {
    for (const apiVersion of folders(join(api.directory, group))) {
      const folder = join(api.directory, group, apiVersion);
      const file = join(folder, 'zz_generated.prerelease-lifecycle.go');
      if (!existsSync(file)) continue;
      const groupName = /GroupName = "(.*)"/.exec(readFileSync(join(folder, 'register.go'), 'utf8'))?.[1];
      if (groupName !== undefined) readLifeCycle(readFileSync(file, 'utf8'), { group: groupName, version: apiVersion });
    }
  }
  return removed;

  function readLifeCycle(source, place) {
    const pattern = /^func \(in \*(\w+)\) APILifecycle(Removed|Replacement)\(\).*\{\n\treturn (.*)\n/gm;
    const facts = {};
    for (const [, kind, fact, value] of source.matchAll(pattern)) (facts[kind] ??= {})[fact] = value;
    for (const [kind, { Removed, Replacement }] of Object.entries(facts)) {
      const key = gvkText({ ...place, kind });
      const isGone = Removed !== undefined && Number(Removed.split(', ')[1]) <= Number(version.split('.')[1]);
      if (!isGone || kind.endsWith('List') || kinds[key] !== undefined) continue;
      const replacement = newest({ ...place, kind }) ?? replacementText(Replacement);
      // Without one it is not a kind that anybody writes down (AdmissionReview, ImageReview).
      if (replacement !== undefined) removed[key] = `${Removed.replace(', ', '.')} ${replacement}`;
    }
  }

  function replacementText(source) {
    const parts = /Group: "(.*)", Version: "(.*)", Kind: "(.*)"/.exec(source ?? '');
    const named = parts === null ? undefined : gvkText({ group: parts[1], version: parts[2], kind: parts[3] });
    return named !== undefined && kinds[named] !== undefined ? named : undefined;
  }

  /** The kind of the same name in a version of the same group that is still there. */
  function newest({ group, kind }) {
    return Object.keys(kinds).find((key) => key.startsWith(`${group}/`) && key.endsWith(` ${kind}`));
  }
}

function folders(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function sourcePage() {
  const checksum = createHash('sha256').update(text).digest('hex');
  return `# The kinds that a Kubernetes API server knows

\`types.json\` says, for each kind of Kubernetes' own API groups, which fields an object has, of which types, which are required and which
values an enumeration has. It holds no descriptions: those are read at build time from the doc comments of the npm package
\`@kubernetes/client-node\` (see \`.config/schemas.mjs\`).

| from | version | checksum of the module (\`go.sum\`) |
|---|---|---|
${[kubernetes, api].map(({ path, version: own, sum }) => `| ${path} | ${own} | \`${sum}\` |`).join('\n')}

Licence of the source: Apache-2.0, Copyright The Kubernetes Authors. Taken: \`api/openapi-spec/v3/*.json\` (kinds, fields, types, required),
the enum values of \`pkg/generated/openapi/zz_generated.openapi.go\`, and from \`k8s.io/api\` the release in which a kind was removed and the kind that replaces it
(\`zz_generated.prerelease-lifecycle.go\`).

Made again by \`node schemas/kubernetes/generate.mjs [version]\` (needs Go, which downloads and verifies the modules).

sha256 of \`types.json\`: \`${checksum}\`

## The notation

\`kinds\`: \`apiVersion Kind\` → type. \`removed\`: \`apiVersion Kind\` → the release that removed it and its replacement.
\`types\`: type → its fields, separated by spaces: \`name:expression\`, \`name!:expression\` when required, \`=value\` at the end for a default.

| expression | meaning |
|---|---|
| \`s\` \`s(A\\|B)\` | string, one of these strings (a space is written %20) |
| \`i\` \`l\` \`n\` \`b\` \`u\` | 32-bit integer, 64-bit integer, number, boolean, anything |
| \`q\` \`x\` \`t\` \`y\` | quantity, integer or string, RFC 3339 time, base64 of bytes |
| \`core.v1.Pod\` | a structure with the fields of that type and no others |
| \`[]x\` \`[=]x\` \`[a,b]x\` | atomic list, set, list with the keys a and b |
| \`{}x\` | map with string keys |
`;
}
