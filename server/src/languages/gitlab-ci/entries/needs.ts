import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { inside, isOpenText, mapping, refuse, refuseWhole, type Entry, type Place } from './entry.ts';
import { parallel } from './parallel.ts';
import { BOOLEAN } from './plain-values.ts';
import { isBlank, isText } from './tests.ts';

/** What a need names: a job of this pipeline, one of another pipeline or project, or the pipeline of another project. */
type NeedKind = 'job' | 'cross_dependency' | 'bridge';

const MAX_PIPELINE_NEEDS = 5;

/** Texts that must be there. */
function named(...keys: readonly string[]): (value: DataRecord, place: Place) => void {
  return (value, place) => {
    for (const key of keys) {
      const own = ownValue(value, key);
      if (isOpenText(own)) continue;
      if (!isText(own)) refuse(place, key, 'should be a string');
      if (isBlank(own)) refuse(place, key, "can't be blank");
    }
  };
}

const jobNeed = mapping({
  attributes: ['job', 'artifacts', 'optional'],
  parts: { parallel: parallel(false) },
  whole: named('job'),
  demands: [
    ['artifacts', ...BOOLEAN],
    ['optional', ...BOOLEAN],
  ],
});

const pipelineNeed = mapping({
  attributes: ['pipeline', 'job', 'artifacts', 'optional'],
  whole: named('pipeline', 'job'),
  demands: [['artifacts', ...BOOLEAN]],
});

const projectNeed = mapping({
  attributes: ['project', 'job', 'ref', 'artifacts', 'optional', 'parallel'],
  whole: named('project', 'job', 'ref'),
  demands: [['artifacts', ...BOOLEAN]],
});

const upstream = mapping({ attributes: ['pipeline'], whole: named('pipeline') });

/** The kind of a need, and how it is judged; undefined for what is none. */
function kindOf(need: unknown): readonly [NeedKind, Entry] | undefined {
  if (typeof need === 'string') return ['job', textNeed];
  if (!isRecord(need)) return undefined;
  if ('project' in need || 'ref' in need) return ['cross_dependency', projectNeed];
  if (!('job' in need)) return ['bridge', upstream];
  return 'pipeline' in need ? ['cross_dependency', pipelineNeed] : ['job', jobNeed];
}

const textNeed: Entry = (value, place) => {
  if (isBlank(value)) refuse(place, 'config', "can't be blank");
};

/** https://docs.gitlab.com/ci/yaml/#needs: a list, or a mapping that is one need. Only needs of these kinds are taken. */
export function needs(...kinds: readonly NeedKind[]): Entry {
  return (value, place) => {
    if (isOpenText(value)) return;
    if (!Array.isArray(value) && !isRecord(value)) refuse(place, 'config', 'can only be a hash or an array');
    else if (isRecord(value) && isBlank(value)) refuse(place, 'config', 'can not be an empty hash');
    else judgeNeeds(flatten(value), place, kinds);
  };
}

function judgeNeeds(items: readonly unknown[], place: Place, kinds: readonly NeedKind[]): void {
  const inner: Place = { ...place, errors: [] };
  const found = new Set<NeedKind>();
  for (const item of items) {
    const own = inside(inner, 'need');
    const [kind, judge] = kindOf(item) ?? [];
    if (kind !== undefined) found.add(kind);
    if (judge === undefined) refuseWhole(own, 'has an unsupported type');
    else judge(item, own);
  }
  const refused = [...found].filter((kind) => !kinds.includes(kind));
  if (refused.length > 0) refuse(place, 'config', `uses invalid types: ${refused.join(', ')}`);
  const ofPipelines = items.filter((item) => isRecord(item) && 'pipeline' in item && 'job' in item);
  if (ofPipelines.length > MAX_PIPELINE_NEEDS) {
    refuse(place, 'config', `must be less than or equal to ${MAX_PIPELINE_NEEDS}`);
  }
  for (const error of inner.errors) place.errors.push(error);
}
