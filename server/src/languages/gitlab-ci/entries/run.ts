import type { JsonSchema } from './json-schema.ts';

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const TEXT: JsonSchema = { type: 'string' };
const NAME_OF_STEP: JsonSchema = { type: 'string', pattern: NAME };
const TEXTS: JsonSchema = { type: 'object', named: { pattern: NAME, schema: TEXT } };
const VALUES: JsonSchema = { type: 'object', named: { pattern: NAME, schema: {} } };

/** A function in a repository (`git`) or in a registry (`oci`), or its address as one text. */
const FUNCTION: JsonSchema = {
  oneOf: [
    TEXT,
    {
      type: 'object',
      required: ['git'],
      properties: {
        git: {
          type: 'object',
          required: ['url', 'rev'],
          properties: { url: TEXT, dir: TEXT, rev: TEXT, file: TEXT },
        },
      },
    },
    {
      type: 'object',
      required: ['oci'],
      properties: {
        oci: {
          type: 'object',
          required: ['registry', 'repository', 'tag'],
          properties: { registry: TEXT, repository: TEXT, tag: TEXT, dir: TEXT, file: TEXT },
        },
      },
    },
  ],
};

/** https://docs.gitlab.com/ci/yaml/#run: each step calls a function or runs a script. */
export const RUN: JsonSchema = {
  type: 'array',
  items: {
    oneOf: [
      {
        type: 'object',
        required: ['name'],
        oneOf: [
          { required: ['step'], not: { required: ['func'] } },
          { required: ['func'], not: { required: ['step'] } },
        ],
        properties: { name: NAME_OF_STEP, env: TEXTS, inputs: VALUES, step: FUNCTION, func: FUNCTION },
      },
      {
        type: 'object',
        required: ['name', 'script'],
        properties: { name: NAME_OF_STEP, env: TEXTS, script: { type: 'string', minLength: 1 } },
      },
      // GitLab 18 still runs actions of GitHub.
      {
        type: 'object',
        required: ['name', 'action'],
        properties: { name: NAME_OF_STEP, env: TEXTS, inputs: VALUES, action: { type: 'string', minLength: 1 } },
      },
    ],
  },
};
