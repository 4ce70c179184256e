// Makes types.json and SOURCE.md beside this file from three Go modules (see SOURCE.md for how to run it and what it needs).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const version = process.argv[2] ?? 'v0.36.6';
const modules = [
  'k8s.io/api',
  'k8s.io/apimachinery',
  'k8s.io/client-go',
  'k8s.io/apiextensions-apiserver',
  'k8s.io/kube-aggregator',
].map(download);
const [api, apimachinery, clientGo, apiextensions, aggregator] = modules;

/** Groups that have no published merge schema: it is read off the structs and their list markers. */
const marked = [
  {
    name: 'apiextensions.v1',
    module: apiextensions,
    folder: 'pkg/apis/apiextensions/v1',
    kind: 'CustomResourceDefinition',
  },
  { name: 'apiregistration.v1', module: aggregator, folder: 'pkg/apis/apiregistration/v1', kind: 'APIService' },
];
const goScalars = { string: 's', bool: 'b', int: 'n', int32: 'n', int64: 'n', float64: 'n' };
const goAliases = new Map();

const scalars = { string: 's', numeric: 'n', boolean: 'b', untyped: 'u' };
const special = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'i',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'u',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'u',
};

const goStructs = readGoStructs();
const merge = new Map(readMergeSchema().map((type) => [type.name, type]));
const { types, kinds } = makeTables();
const text = `${JSON.stringify({ kinds, types })}\n`;
writeFileSync(join(here, 'types.json'), text);
writeFileSync(join(here, 'SOURCE.md'), sourcePage(text));
process.stdout.write(`${Object.keys(kinds).length} kinds, ${Object.keys(types).length} types, ${text.length} bytes\n`);

function download(path) {
  const options = { encoding: 'utf8', cwd: here, env: { ...process.env, GOFLAGS: '-mod=mod' } };
  const answer = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `${path}@${version}`], options));
  return { path, directory: answer.Dir, sum: answer.Sum };
}

/** The structured-merge-diff schema that client-go publishes for its apply configurations. */
function readMergeSchema() {
  const file = readFileSync(join(clientGo.directory, 'applyconfigurations/internal/internal.go'), 'utf8');
  return parse(/schemaYAML = typed\.YAMLObject\(`([^`]*)`\)/.exec(file)[1]).types;
}

/** 'core.v1.Pod' → { jsonName: goType }, embedded structs flattened; the Go type is qualified by its package. */
function readGoStructs() {
  const packages = [['meta.v1', join(apimachinery.directory, 'pkg/apis/meta/v1')]];
  for (const group of folders(api.directory)) {
    for (const apiVersion of folders(join(api.directory, group))) {
      if (/^v\d/.test(apiVersion)) packages.push([`${group}.${apiVersion}`, join(api.directory, group, apiVersion)]);
    }
  }
  for (const { name, module, folder } of marked) packages.push([name, join(module.directory, folder)]);
  const structs = new Map();
  for (const [name, directory] of packages) {
    for (const file of readdirSync(directory)) {
      if (!file.endsWith('.go') || /_test\.go$|^zz_generated|^generated/.test(file)) continue;
      readGoFile(name, readFileSync(join(directory, file), 'utf8'), structs);
    }
  }
  return structs;
}

function folders(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testdata')
    .map((entry) => entry.name);
}

function readGoFile(packageName, source, structs) {
  const imports = new Map();
  for (const [, alias, path] of source.matchAll(/^\s*(?:import\s+)?(?:(\w+)\s+)?"(k8s\.io\/[^"]+)"/gm)) {
    const parts = path.split('/');
    imports.set(alias ?? parts.at(-1), parts.slice(-2).join('.'));
  }
  const qualify = (goType) => {
    const [, prefix, alias, name] = /^((?:\*|\[\]|map\[[^\]]*\])*)(?:(\w+)\.)?(\w+)$/.exec(goType) ?? [];
    if (!name || /^[a-z]/.test(name)) return goType;
    return `${prefix}${alias ? (imports.get(alias) ?? alias) : packageName}.${name}`;
  };
  for (const [, name, type] of source.matchAll(/^type (\w+) (\w+)$/gm)) goAliases.set(`${packageName}.${name}`, type);
  for (const [, name, body] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    const fields = [];
    let markers = {};
    for (const line of body.split('\n')) {
      const marker = /^\t\/\/ \+(listType|listMapKey)=(\w+)/.exec(line);
      if (marker) markers = { ...markers, [marker[1]]: [...(markers[marker[1]] ?? []), marker[2]] };
      const match = /^\t(?:(\w+)[ \t]+)?([^\s`/]+)[ \t]+`[^`]*json:"([^"]*)"/.exec(line);
      if (!match) continue;
      const [json, ...flags] = match[3].split(',');
      if (json === '-') continue;
      if (json === '' || flags.includes('inline')) fields.push({ embed: qualify(match[2]).replace(/^\*/, '') });
      else fields.push({ json, type: qualify(match[2]), markers });
      markers = {};
    }
    structs.set(`${packageName}.${name}`, fields);
  }
}

function flatFields(name) {
  const flat = {};
  for (const field of goStructs.get(name) ?? []) {
    if (field.embed) Object.assign(flat, flatFields(field.embed));
    else flat[field.json] = field.type;
  }
  return flat;
}

/** 'io.k8s.api.apps.v1.Deployment' → 'apps.v1.Deployment'; the same for apimachinery's packages. */
function shortName(name) {
  return name
    .replace(/^io\.k8s\.api\./, '')
    .replace(/^io\.k8s\.apimachinery\.pkg\.apis\./, '')
    .replace(/^io\.k8s\.apimachinery\.pkg\./, '');
}

function expression(type, goType = '') {
  const pointer = goType.startsWith('*') ? '*' : '';
  const bare = goType.replace(/^\*/, '');
  if (type.namedType) {
    return `${pointer}${type.elementRelationship === 'separable' ? '~' : ''}${named(type.namedType)}`;
  }
  if (type.list) {
    const { elementRelationship, keys, elementType } = type.list;
    const mode = elementRelationship === 'associative' ? (keys?.join(',') ?? '=') : '';
    return `${pointer}[${mode}]${expression(elementType, bare.replace(/^\[\]/, ''))}`;
  }
  if (type.map?.elementType) {
    if (/(^|\.)core\.v1\.ResourceList$/.test(bare)) return `${pointer}{}Q`;
    const mode = type.map.elementRelationship === 'atomic' ? '!' : '';
    return `${pointer}{${mode}}${expression(type.map.elementType, bare.replace(/^map\[[^\]]*\]/, ''))}`;
  }
  if (type.map) return `${pointer}u`;
  return pointer + (bare === '[]byte' ? 'y' : (scalars[type.scalar] ?? 'u'));
}

function named(name) {
  if (special[name]) return special[name];
  if (name.startsWith('__untyped')) return 'u';
  const type = merge.get(name);
  return type?.map?.fields ? shortName(name) : expression(type ?? {});
}

function groupNames() {
  const groups = new Map();
  for (const folder of folders(api.directory)) {
    for (const apiVersion of folders(join(api.directory, folder)).filter((entry) => /^v\d/.test(entry))) {
      const register = readFileSync(join(api.directory, folder, apiVersion, 'register.go'), 'utf8');
      groups.set(
        `${folder}.${apiVersion}`,
        [/GroupName = "([^"]*)"/.exec(register)[1], apiVersion].filter(Boolean).join('/'),
      );
    }
  }
  return groups;
}

function makeTables() {
  const groups = groupNames();
  const all = {};
  const kinds = {};
  for (const { name, map } of merge.values()) {
    if (!map?.fields) continue;
    const short = shortName(name);
    const goFields = flatFields(short);
    const isKind = ['kind', 'apiVersion', 'metadata'].every((key) => map.fields.some((field) => field.name === key));
    const fields = map.elementRelationship === 'atomic' ? { '': '!' } : {};
    for (const field of map.fields) {
      if (isKind && field.name === 'status') continue;
      fields[field.name] = expression(field.type, goFields[field.name]);
    }
    all[short] = fields;
    const apiVersion = groups.get(short.split('.').slice(0, 2).join('.'));
    if (isKind && apiVersion) kinds[`${apiVersion}/${short.split('.').at(-1)}`] = short;
  }
  for (const { name, kind } of marked) {
    kinds[`${name.split('.')[0]}.k8s.io/v1/${kind}`] = `${name}.${kind}`;
    for (const [struct, fields] of goStructs) {
      if (struct.startsWith(`${name}.`)) all[struct] = markedFields(fields, struct === `${name}.${kind}`);
    }
  }
  return { kinds: sorted(kinds), types: sorted(reachable(all, Object.values(kinds))) };
}

function markedFields(fields, isKind) {
  const entries = fields
    .filter(({ json }) => json && !(isKind && json === 'status'))
    .map(({ json, type, markers }) => [json, goExpression(type, markers)]);
  return Object.fromEntries([
    ...(isKind
      ? [
          ['apiVersion', 's'],
          ['kind', 's'],
        ]
      : []),
    ...entries,
  ]);
}

function goExpression(goType, { listType = [], listMapKey = [] } = {}) {
  const pointer = goType.startsWith('*') ? '*' : '';
  const bare = goType.replace(/^\*/, '');
  if (bare === '[]byte') return `${pointer}y`;
  const list = { map: listMapKey.join(','), set: '=' }[listType[0]] ?? '';
  if (bare.startsWith('[]')) return `${pointer}[${list}]${goExpression(bare.slice(2))}`;
  const map = /^map\[[^\]]*\](.*)$/.exec(bare);
  if (map) return `${pointer}{}${goExpression(map[1])}`;
  const scalar = goScalars[goAliases.get(bare) ?? bare];
  if (scalar) return pointer + scalar;
  // A schema or a list of schemas, a schema or true: what is no schema is compared as it is.
  const name = bare.replace(/JSONSchemaPropsOr(Array|Bool)$/, 'JSONSchemaProps');
  return goStructs.has(name) && !/\.JSON(SchemaPropsOrStringArray)?$/.test(name) ? pointer + name : 'u';
}

function reachable(all, roots) {
  const found = {};
  const queue = [...roots];
  while (queue.length > 0) {
    const name = queue.pop();
    if (found[name] || !all[name]) continue;
    found[name] = all[name];
    queue.push(...Object.values(all[name]).map((value) => value.replace(/^(\*|~|\[[^\]]*\]|\{!?\})+/, '')));
  }
  return found;
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sourcePage(content) {
  return `# How Kubernetes merges its own types

\`types.json\` says, for each kind of Kubernetes' own API groups: the fields, their types, which lists are sets or maps with keys, which
structures are replaced as a whole, which fields are quantities, and whether a zero value is the same as an absent one.

| from | version | checksum of the module (\`go.sum\`) |
|---|---|---|
${modules.map(({ path, sum }) => `| ${path} | ${version} | \`${sum}\` |`).join('\n')}

Licence of the source: Apache-2.0, Copyright The Kubernetes Authors. Taken: \`applyconfigurations/internal/internal.go\` of client-go (the
merge schema), the structs of \`k8s.io/api\` and of \`apimachinery/pkg/apis/meta/v1\` (pointers and bytes),
and the structs with their list markers of CustomResourceDefinition and APIService.

Made again by \`node schemas/kubernetes/merge/generate.mjs [version]\` (needs Go, which downloads and verifies the modules).

sha256 of \`types.json\`: \`${createHash('sha256').update(content).digest('hex')}\`

## The notation

\`kinds\`: \`apiVersion/Kind\` → type. \`types\`: type → field → type expression; the field \`""\` with \`!\` marks a structure that is atomic.

| expression | meaning |
|---|---|
| \`s\` \`n\` \`b\` \`u\` | string, number, boolean, anything |
| \`q\` \`Q\` | quantity; quantity of a ResourceList, which is rounded up to milli |
| \`i\` \`t\` \`y\` | integer or string, time, base64 of bytes |
| \`core.v1.Pod\` | a structure |
| \`[]x\` \`[=]x\` \`[a,b]x\` | atomic list, set, list with the keys a and b |
| \`{}x\` \`{!}x\` | map merged by key, atomic map |
| \`~x\` | this structure is merged by field here, although its type is atomic |
| \`*x\` | a pointer in Go: the zero value differs from absent. Without it, zero and absent are the same |
`;
}
