// Makes validate.mjs beside this file from plumbline.schema.json: compiling a schema while the server starts costs more than
// all the checking that it is for.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The text of validate.mjs. */
export function generate() {
  const schema = JSON.parse(readFileSync(file('plumbline.schema.json'), 'utf8'), withoutTexts);
  const ajv = new Ajv({ allErrors: true, strict: true, messages: false, code: { source: true, esm: true } });
  const code = standaloneCode(ajv, ajv.compile(schema));
  return `// Made by generate.mjs from plumbline.schema.json. Do not edit.\n${code}\n`;
}

/** What only explains is not checked. A property may be called so, and is no text then. */
function withoutTexts(key, value) {
  return ['title', 'description', 'default'].includes(key) && typeof value === 'string' ? undefined : value;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file('validate.mjs'), generate());
