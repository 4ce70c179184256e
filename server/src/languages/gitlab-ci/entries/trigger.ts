import { isRecord, type DataRecord } from '../../../base/record.ts';
import { isDuration, durationSeconds } from '../keywords/duration.ts';
import { inside, isOpenText, isThere, mapping, refuse, refuseWhole, type Entry, type Place } from './entry.ts';
import { BOOLEAN, TEXT } from './plain-values.ts';
import { PIPELINE_WHEN, rules } from './rules.ts';
import { isBlank, isBoolean, isHash, isHashes, isText, oneOf } from './tests.ts';

const MAX_FILES = 3;

const HASH = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What all includes can have (lib/gitlab/ci/config/entry/concerns/base_include.rb). */
const COMMON = ['local', 'file', 'remote', 'project', 'ref', 'integrity', 'cache'];

function judgeCommon(value: DataRecord, place: Place): void {
  if (isTrue(value['project']) && isBlank(value['file'])) {
    refuse(place, 'config', 'must specify the file where to fetch the config from');
  }
  const isRemote = !isBlank(value['remote']);
  if (isTrue(value['integrity'])) judgeIntegrity(value['integrity'], place, isRemote);
  if (!isBlank(value['cache'])) judgeCache(value['cache'], place, isRemote);
}

/** In Ruby only nothing and false are not true. */
function isTrue(value: unknown): boolean {
  return isThere(value) && value !== false;
}

/** One item of `include` or `trigger:include`. */
const includeHash = mapping({
  attributes: [...COMMON, 'template', 'component', 'artifact', 'job', 'inputs'],
  parts: { rules: rules(PIPELINE_WHEN, 'include') },
  notHash: 'should be a hash or a string',
  keysLast: true,
  whole: judgeCommon,
  last(value, place) {
    if (isTrue(value['artifact']) && isBlank(value['job'])) {
      refuse(place, 'config', 'must specify the job where to fetch the artifact from');
    }
  },
  demands: [['rules', isHashes, 'should be an array of hashes']],
});

function judgeIntegrity(value: unknown, place: Place, isRemote: boolean): void {
  if (!isRemote) refuse(place, 'config', 'integrity can only be specified for remote includes');
  const hash = typeof value === 'string' ? value : '';
  if (!hash.startsWith('sha256-')) refuse(place, 'config', "integrity hash must start with 'sha256-'");
  else if (!HASH.test(hash.slice('sha256-'.length))) refuse(place, 'config', 'integrity hash must be base64 encoded');
}

const MINUTE = 60;

function judgeCache(value: unknown, place: Place, isRemote: boolean): void {
  const seconds = typeof value === 'string' && isDuration(value) ? (durationSeconds(value) ?? 0) : undefined;
  if (!isRemote) refuse(place, 'config', 'cache can only be specified for remote includes');
  else if (isBoolean(value) || isOpenText(value)) return;
  else if (typeof value !== 'string') refuse(place, 'config', 'cache must be a boolean or a duration string');
  else if (seconds === undefined) refuse(place, 'config', 'cache contains an invalid duration');
  else if (seconds < MINUTE) refuse(place, 'config', 'cache duration must be at least 1 minute');
}

/** One item of `include` or `trigger:include`: a path or address, or a mapping. */
export const includeItem: Entry = (value, place) => {
  if (typeof value !== 'string') includeHash(value, place);
};

/** A list of includes, or one as text; a mapping alone is refused (lib/gitlab/ci/config/entry/concerns/base_includes.rb). */
function includeList(one: Entry, longest = Number.POSITIVE_INFINITY): Entry {
  return (value, place) => {
    if (typeof value === 'string') return;
    if (!Array.isArray(value)) refuse(place, 'config', 'should be an array or a string');
    else if (value.length > longest) refuse(place, 'config', `is too long (maximum is ${longest})`);
    else for (const item of value.flat(Infinity) as unknown[]) if (isThere(item)) one(item, inside(place, 'include'));
  };
}

const childFiles = includeList(includeItem, MAX_FILES);

/** `include` of a pipeline of which no file was included. */
export const includes = includeList(includeItem);

const sharedHash = mapping({
  attributes: COMMON,
  notHash: 'should be a hash or a string',
  keysLast: true,
  whole: judgeCommon,
});

/** `spec:include`, which names files of inputs. */
export const sharedIncludes = includeList((value, place) => {
  if (typeof value !== 'string') sharedHash(value, place);
});

const forward = mapping({
  notHash: undefined,
  attributes: ['yaml_variables', 'pipeline_variables'],
  demands: [
    ['yaml_variables', ...BOOLEAN],
    ['pipeline_variables', ...BOOLEAN],
  ],
});

const STRATEGY = [
  ['strategy', ...TEXT],
  ['strategy', oneOf('depend', 'mirror'), 'should be depend or mirror'],
] as const;

const INPUTS = ['inputs', isHash, 'should be a hash'] as const;

const ofProject = mapping({
  attributes: ['project', 'branch', 'strategy', 'inputs'],
  parts: { forward },
  whole(value, place) {
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
    const project = value['project'];
    if (!isText(project)) refuse(place, 'project', 'should be a string');
    if (isBlank(project)) refuse(place, 'project', "can't be blank");
  },
  demands: [['branch', ...TEXT], ...STRATEGY, INPUTS],
});

const ofFiles = mapping({
  attributes: ['strategy'],
  parts: { include: childFiles, forward },
  demands: STRATEGY,
});

/** https://docs.gitlab.com/ci/yaml/#trigger */
export const trigger: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (isRecord(value)) ('include' in value ? ofFiles : ofProject)(value, place);
  else if (typeof value !== 'string') refuseWhole(place, 'has to be either a string or a hash');
  else if (isBlank(value)) refuse(place, 'config', "can't be blank");
};
