import { isRecord, ownValue } from '../../../base/record.ts';
import { combinations } from '../simulate/matrix.ts';
import { either, inside, isOpenText, listOf, mapping, must, refuse, type Entry } from './entry.ts';
import {
  isBlank,
  isBoolean,
  isHash,
  isList,
  isScalar,
  isText,
  isTextOrTexts,
  isTexts,
  isTime,
  isWhole,
  isWholeOrWholes,
  oneOf,
  withVariables,
} from './tests.ts';
import { variables } from './variables.ts';

const RESULTS = ['on_success', 'on_failure', 'always'] as const;
const TEXT = [isText, 'should be a string'] as const;
const BOOLEAN = [isBoolean, 'should be a boolean value'] as const;
const TEXTS = [isTexts, 'should be an array of strings'] as const;
const TIME = [isTime, 'should be a duration'] as const;

export const text = must(...TEXT);
export const boolean = must(...BOOLEAN);
export const texts = must(...TEXTS);

const pullPolicy = must(
  (value) => [value].flat().every((item) => ['always', 'if-not-present', 'never'].includes(String(item))),
  'should be a string or array of strings with values: always, if-not-present, never',
);
const docker = mapping({
  attributes: ['platform', 'user'],
  demands: [
    ['platform', ...TEXT],
    ['user', ...TEXT],
  ],
});
const kubernetes = mapping({ attributes: ['user'] });

/** A container: the same keys are read for jobs and services; ports belong to web terminals only. */
function container(more: readonly string[]): Entry {
  const keys = mapping({
    attributes: ['name', 'entrypoint', 'ports', ...more.filter((key) => key !== 'variables')],
    parts: {
      docker,
      kubernetes,
      pull_policy: pullPolicy,
      ...(more.includes('variables') && { variables: variables([]) }),
    },
    whole: (value, place) => {
      if (isBlank(ownValue(value, 'name'))) refuse(place, 'name', "can't be blank");
      if ('ports' in value) refuse(place, 'config', 'contains disallowed keys: ports');
    },
    demands: [
      ['name', ...TEXT],
      ['entrypoint', ...TEXTS],
      ['alias', ...TEXT],
      ['command', ...TEXTS],
    ],
    notHash: 'should be a hash or a string',
  });
  return (value, place) => {
    if (typeof value !== 'string') keys(value, place);
    else if (isBlank(value)) refuse(place, 'config', "can't be blank");
  };
}

export const image = container([]);
export const services = listOf(container(['alias', 'command', 'variables']), 'service', [
  [isList, 'should be a array'],
]);

const keyFiles: Entry = (value, place) => {
  if (!isTexts(value)) refuse(place, 'config', 'should be an array of strings');
  else if (Array.isArray(value) && value.length === 0) refuse(place, 'config', 'requires at least 1 item');
  else if (Array.isArray(value) && value.length > 2) refuse(place, 'config', 'has too many items (maximum is 2)');
};

const keyText: Entry = (value, place) => {
  if (typeof value !== 'string') return;
  if (value.includes('/')) refuse(place, 'config', 'cannot contain the "/" character');
  if (value === '.' || value === '..') refuse(place, 'config', 'cannot be "." or ".."');
};

const cacheKey = either(
  [
    [
      isHash,
      mapping({
        parts: { files: keyFiles, files_commits: keyFiles, prefix: must(isText, 'should be a string or symbol') },
        whole: (value, place) => {
          if (!('files' in value) && !('files_commits' in value))
            refuse(place, 'config', 'missing required keys: files');
        },
      }),
    ],
    [isScalar, keyText],
  ],
  'should be a hash, a string or a symbol',
);

const cache = mapping({
  attributes: ['policy', 'when', 'fallback_keys'],
  parts: { key: cacheKey, paths: texts, untracked: boolean, unprotect: boolean },
  demands: [
    [
      'policy',
      withVariables(oneOf('pull-push', 'push', 'pull')),
      'should be a variable or one of: pull-push, push, pull',
    ],
    ['when', oneOf(...RESULTS), `should be one of: ${RESULTS.join(', ')}`],
    ['fallback_keys', ...TEXTS],
    ['fallback_keys', (value) => !Array.isArray(value) || value.length <= 5, 'is too long (maximum is 5)'],
  ],
});

/** One cache or a list of up to four. */
export const caches: Entry = (value, place) => {
  if (!Array.isArray(value)) cache(value, place);
  else if (value.length > 4) refuse(place, 'config', 'no more than 4 caches can be created');
  else for (const item of value.flat() as unknown[]) cache(item, inside(place, 'cache'));
};

const REPORTS = [
  'accessibility',
  'annotations',
  'api_fuzzing',
  'browser_performance',
  'cluster_image_scanning',
  'codequality',
  'container_scanning',
  'coverage_fuzzing',
  'cyclonedx',
  'dast',
  'dependency_scanning',
  'dotenv',
  'junit',
  'license_scanning',
  'load_performance',
  'lsif',
  'metrics',
  'performance',
  'repository_xray',
  'requirements',
  'sarif',
  'sast',
  'secret_detection',
  'terraform',
];

const reports = mapping({
  attributes: REPORTS,
  parts: {
    coverage_report: mapping({
      attributes: ['coverage_format', 'path'],
      demands: [
        ['coverage_format', oneOf('cobertura', 'jacoco'), 'must be one of supported formats: cobertura, jacoco.'],
        ['path', ...TEXT],
      ],
    }),
  },
  demands: REPORTS.map((kind) => [kind, isTextOrTexts, 'should be an array of strings or a string'] as const),
});

const ACCESS = ['all', 'developer', 'maintainer', 'none'] as const;

export const artifacts = mapping({
  attributes: ['name', 'untracked', 'paths', 'exclude', 'when', 'expire_in', 'expose_as', 'public', 'access'],
  parts: { reports },
  demands: [
    ['name', ...TEXT],
    ['untracked', ...BOOLEAN],
    ['paths', ...TEXTS],
    ['exclude', ...TEXTS],
    ['when', oneOf(...RESULTS), `should be one of: ${RESULTS.join(', ')}`],
    ['expire_in', withVariables(isTime), 'should be a duration'],
    ['expose_as', ...TEXT],
    ['public', ...BOOLEAN],
    ['access', oneOf(...ACCESS), `should be one of: ${ACCESS.join(', ')}`],
  ],
  whole: (value, place) => {
    if ('public' in value && 'access' in value) {
      refuse(place, 'config', 'these keys cannot be used together: public, access');
    }
  },
});

const ACTIONS = ['start', 'stop', 'prepare', 'verify', 'access'];
const TIERS = ['production', 'staging', 'testing', 'development', 'other'];
const NAME = /^[\w.${} -](?:[\w./${} -]*[\w.${} -])?$/;
const NAME_WORDS =
  "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";

const environmentHash = mapping({
  attributes: ['name', 'url', 'action', 'on_stop', 'auto_stop_in', 'deployment_tier'],
  parts: { kubernetes: mapping({ open: true }) },
  whole: (value, place) => {
    environmentName(ownValue(value, 'name'), place);
  },
  demands: [
    ['url', ...TEXT],
    ['url', (value) => typeof value !== 'string' || value.length <= 255, 'is too long (maximum is 255 characters)'],
    ['action', oneOf(...ACTIONS), 'should be start, stop, prepare, verify, or access'],
    ['on_stop', ...TEXT],
    ['deployment_tier', withVariables(oneOf(...TIERS)), `must be one of ${TIERS.join(', ')}`],
    ['auto_stop_in', withVariables(isTime), 'should be a duration'],
  ],
});

const environmentName: Entry = (value, place) => {
  if (isBlank(value)) refuse(place, 'name', "can't be blank");
  else if (typeof value !== 'string') refuse(place, 'name', 'should be a string');
  else if (!isOpenText(value) && !NAME.test(value)) refuse(place, 'name', NAME_WORDS);
};

export const environment: Entry = (value, place) => {
  if (typeof value === 'string') environmentName(value, place);
  else if (isRecord(value)) environmentHash(value, place);
  else refuse(place, 'config', 'should be a hash or a string');
};

/** Its messages carry no place. */
export const retry: Entry = (value, { errors }) => {
  const place = { location: 'retry', prefix: 'retry', errors };
  if (typeof value === 'number') judgeRetries(value, place, 'config');
  else if (!isRecord(value)) refuse(place, 'config', 'has to be either an integer or a hash');
  else {
    retryHash(value, place);
    const max = ownValue(value, 'max');
    if (max !== undefined) judgeRetries(max, place, 'max');
  }
};

const judgeRetries = (value: unknown, place: Parameters<Entry>[1], attribute: string): void => {
  if (isOpenText(value)) return;
  if (typeof value !== 'number' || !Number.isInteger(value)) refuse(place, attribute, 'is not a number');
  else if (value > 2) refuse(place, attribute, 'must be less than or equal to 2');
  else if (value < 0) refuse(place, attribute, 'must be greater than or equal to 0');
};

const retryHash = mapping({
  attributes: ['max', 'when', 'exit_codes'],
  demands: [
    ['when', isTextOrTexts, 'should be an array of strings or a string'],
    ['exit_codes', isWholeOrWholes, 'should be an array of integers or an integer'],
  ],
});

const MAX_COPIES = 200;

const matrix: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (!Array.isArray(value) || !value.every(isRecord)) refuse(place, 'config', 'should be an array of hashes');
  else if (combinations(value).length > MAX_COPIES) {
    refuse(place, 'config', `generates too many jobs (maximum is ${MAX_COPIES})`);
  } else {
    for (const item of value) {
      const isRight = !isBlank(item) && Object.values(item).every(isMatrixValue);
      const words = 'should be a hash of key value pairs, value can be an array';
      if (!isRight) refuse(inside(place, 'variables'), 'config', words);
    }
  }
};

function isMatrixValue(value: unknown): boolean {
  if (!Array.isArray(value)) return isScalar(value);
  return value.length > 0 && value.flat().every(isScalar);
}

export const parallel: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (typeof value === 'number') judgeCopies(value, place);
  else if (isRecord(value)) mapping({ parts: { matrix } })(value, place);
  else place.errors.push(`${place.location.toLowerCase()} should be an integer or a hash`);
};

function judgeCopies(value: number, place: Parameters<Entry>[1]): void {
  if (!isWhole(value)) refuse(place, 'config', 'must be an integer');
  else if (value < 1) refuse(place, 'config', 'must be greater than or equal to 1');
  else if (value > MAX_COPIES) refuse(place, 'config', `must be less than or equal to ${MAX_COPIES}`);
}

const assets = mapping({
  parts: {
    links: listOf(
      mapping({
        attributes: ['name', 'url', 'filepath', 'link_type'],
        required: ['name', 'url'],
        demands: [['link_type', oneOf('runbook', 'package', 'image', 'other'), 'is not included in the list']],
      }),
      'link',
      [[(value) => isList(value) && !isBlank(value), 'should be an array of hashes']],
    ),
  },
  required: ['links'],
});

export const release = mapping({
  attributes: ['tag_name', 'tag_message', 'name', 'description', 'ref', 'milestones', 'released_at'],
  parts: { assets },
  whole: (value, place) => {
    for (const key of ['tag_name', 'description']) {
      if (isBlank(ownValue(value, key))) refuse(place, key, "can't be blank");
    }
  },
  demands: [['milestones', isTextOrTexts, 'should be an array of strings or a string']],
});

const idToken = mapping({
  attributes: ['aud'],
  required: ['aud'],
  demands: [['aud', isTextOrTexts, 'should be an array of strings or a string']],
});

export const idTokens: Entry = (value, place) => {
  if (!isRecord(value)) refuse(place, 'config', 'should be a hash');
  else for (const [name, token] of Object.entries(value)) idToken(token, inside(place, name));
};

export const pages: Entry = (value, place) => {
  if (isBoolean(value) || isOpenText(value)) return;
  mapping({
    attributes: ['publish', 'path_prefix', 'expire_in', 'expire_after', 'user_defined_base_url'],
    demands: [
      ['publish', ...TEXT],
      ['path_prefix', ...TEXT],
      ['expire_in', ...TIME],
    ],
  })(value, place);
};
