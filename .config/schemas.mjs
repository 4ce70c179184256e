// Makes what the product's schemas need and the repository does not hold: the texts that explain the fields of Kubernetes'
// kinds, read off the doc comments of @kubernetes/client-node. The build imports this file, which writes dist/schemas/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const models = new URL('node_modules/@kubernetes/client-node/dist/gen/models/', root);
const target = new URL('dist/schemas/kubernetes-documentation.json', root);

buildSchemas();

/** Writes dist/schemas/kubernetes-documentation.json: type → field → text, the type's own text under the empty name. */
function buildSchemas() {
  const { types } = JSON.parse(readFileSync(new URL('schemas/kubernetes/types.json', root), 'utf8'));
  const table = {};
  for (const [type, fields] of Object.entries(types)) {
    const source = modelOf(type);
    if (source !== undefined) table[type] = readTexts(source, fieldNames(fields));
  }
  mkdirSync(new URL('./', target), { recursive: true });
  writeFileSync(target, JSON.stringify(table));
}

/** The package names a class by version and kind, and by group too where two groups have the same: V1Pod, CoreV1Event. */
function modelOf(type) {
  const [group, version, kind] = type.split('.');
  const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
  const names = [capital(version) + kind, capital(group) + capital(version) + kind];
  const paths = names.map((name) => new URL(`${name}.d.ts`, models));
  const found = paths.toReversed().find((path) => existsSync(path));
  return found && readFileSync(found, 'utf8');
}

function fieldNames(fields) {
  return new Set(fields.split(' ').map((field) => field.replace(/!?:.*$/, '')));
}

function readTexts(source, wanted) {
  const texts = {};
  for (const [, comment, name] of source.matchAll(
    /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:'([^']+)'\??:|export declare class)/g,
  )) {
    const text = clean(comment);
    // Words that are taken in TypeScript have an underscore: `_continue`.
    const field = name?.replace(/^_/, '') ?? '';
    if (text !== '' && (field === '' || wanted.has(field))) texts[field] = text;
  }
  return texts;
}

function clean(comment) {
  return comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\\(['"])/g, '$1')
    .replace(/  (?=\* )/g, '\n')
    .trim();
}
