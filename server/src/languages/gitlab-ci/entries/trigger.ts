import { isRecord } from '../../../base/record.ts';
import { inside, isOpenText, mapping, refuse, type Entry, type Place } from './entry.ts';
import { PIPELINE_WHEN, rules } from './rules.ts';
import { isBlank, isBoolean, isText, isTextOrTexts, oneOf } from './tests.ts';

const MAX_FILES = 3;

const HASH = /^[A-Za-z0-9+/]+={0,2}$/;

/** One item of `include` or `trigger:include`. */
const includeHash = mapping({
  attributes: [
    'local',
    'file',
    'remote',
    'project',
    'ref',
    'template',
    'component',
    'artifact',
    'job',
    'inputs',
    'integrity',
    'cache',
  ],
  parts: { rules: rules(PIPELINE_WHEN, 'include') },
  notHash: 'should be a hash or a string',
  whole(value, place) {
    if ('artifact' in value && isBlank(value['job'])) {
      refuse(place, 'config', 'must specify the job where to fetch the artifact from');
    }
    if ('project' in value && isBlank(value['file'])) {
      refuse(place, 'config', 'must specify the file where to fetch the config from');
    }
    if ('integrity' in value) judgeIntegrity(value['integrity'], place, 'remote' in value);
  },
  demands: [
    ['file', isTextOrTexts, 'should be an array of strings or a string'],
    ['inputs', isRecord, 'should be a hash'],
  ],
});

function judgeIntegrity(value: unknown, place: Place, isRemote: boolean): void {
  if (!isRemote) refuse(place, 'config', 'integrity can only be specified for remote includes');
  const hash = typeof value === 'string' ? value : '';
  if (!hash.startsWith('sha256-')) refuse(place, 'config', "integrity hash must start with 'sha256-'");
  else if (!HASH.test(hash.slice('sha256-'.length))) refuse(place, 'config', 'integrity hash must be base64 encoded');
}

export const includeItem: Entry = (value, place) => {
  if (typeof value !== 'string') includeHash(value, place);
};

const includes: Entry = (value, place) => {
  if (!Array.isArray(value)) includeItem(value, place);
  else if (value.length > MAX_FILES) refuse(place, 'config', `is too long (maximum is ${MAX_FILES})`);
  else for (const item of value as unknown[]) includeItem(item, inside(place, 'include'));
};

const forward = mapping({
  attributes: ['yaml_variables', 'pipeline_variables'],
  demands: [
    ['yaml_variables', isBoolean, 'should be a boolean value'],
    ['pipeline_variables', isBoolean, 'should be a boolean value'],
  ],
});

const STRATEGY = ['strategy', oneOf('depend', 'mirror'), 'should be depend or mirror'] as const;

const ofProject = mapping({
  attributes: ['project', 'branch', 'strategy', 'inputs'],
  parts: { forward },
  whole(value, place) {
    if (isBlank(value['project'])) refuse(place, 'project', "can't be blank");
    else if (!isText(value['project'])) refuse(place, 'project', 'should be a string');
  },
  demands: [['branch', isText, 'should be a string'], STRATEGY],
});

const ofFiles = mapping({
  attributes: ['strategy', 'inputs'],
  parts: { include: includes, forward },
  demands: [STRATEGY],
});

/** https://docs.gitlab.com/ci/yaml/#trigger */
export const trigger: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (isBlank(value)) refuse(place, 'config', "can't be blank");
  else if (isRecord(value)) complexTrigger(value, place);
  else if (typeof value !== 'string')
    place.errors.push(`${place.location.toLowerCase()} has to be either a string or a hash`);
};

const complexTrigger: Entry = (value, place) => {
  if (isRecord(value) && 'include' in value) ofFiles(value, place);
  else if (isRecord(value) && 'project' in value) ofProject(value, place);
  else refuse(place, 'config', 'must specify either project or include');
};
