import { isRecord, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { inside, isOpenText, mapping, refuse, type Entry } from './entry.ts';
import { isBlank, isBoolean, isText } from './tests.ts';

const MAX_PIPELINE_NEEDS = 5;

const jobNeed = mapping({
  attributes: ['job', 'artifacts', 'optional', 'parallel'],
  required: ['job'],
  demands: [
    ['job', isText, 'should be a string'],
    ['artifacts', isBoolean, 'should be a boolean value'],
    ['optional', isBoolean, 'should be a boolean value'],
  ],
});

const pipelineNeed = mapping({
  attributes: ['pipeline', 'job', 'artifacts', 'optional'],
  demands: [
    ['pipeline', isText, 'should be a string'],
    ['job', isText, 'should be a string'],
    ['artifacts', isBoolean, 'should be a boolean value'],
  ],
});

const projectNeed = mapping({
  attributes: ['project', 'job', 'ref', 'artifacts', 'optional', 'parallel'],
  required: ['project', 'job', 'ref'],
  demands: [
    ['project', isText, 'should be a string'],
    ['job', isText, 'should be a string'],
    ['ref', isText, 'should be a string'],
    ['artifacts', isBoolean, 'should be a boolean value'],
  ],
});

const need: Entry = (value, place) => {
  if (typeof value === 'string') {
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
  } else if (!isRecord(value)) {
    place.errors.push(`${place.location.toLowerCase()} has an unsupported type`);
  } else if ('project' in value) {
    projectNeed(value, place);
  } else if ('pipeline' in value) {
    pipelineNeed(value, place);
  } else if ('job' in value) {
    jobNeed(value, place);
  } else {
    place.errors.push(`${place.location.toLowerCase()} has an unsupported type`);
  }
};

/** https://docs.gitlab.com/ci/yaml/#needs: a list, or a mapping that is one need. */
export const needs: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (!Array.isArray(value) && !isRecord(value)) {
    refuse(place, 'config', 'can only be a hash or an array');
    return;
  }
  if (isRecord(value) && isBlank(value)) {
    refuse(place, 'config', 'can not be an empty hash');
    return;
  }
  const before = place.errors.length;
  const items = flatten(value);
  for (const item of items) need(item, inside(place, 'need'));
  const ofPipelines = items.filter(
    (item) => ownValue(item, 'pipeline') !== undefined && ownValue(item, 'job') !== undefined,
  );
  if (place.errors.length === before && ofPipelines.length > MAX_PIPELINE_NEEDS) {
    refuse(place, 'config', `must be less than or equal to ${MAX_PIPELINE_NEEDS}`);
  }
};
