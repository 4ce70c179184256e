import { jsonText } from '../../../base/json.ts';
import { type DataRecord, isRecord, orderedEntries, orderedKeys, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import {
  inside,
  isOpenText,
  isThere,
  mapping,
  refuse,
  refuseWhole,
  type Demand,
  type Entry,
  type Place,
} from './entry.ts';
import { resolveInputs, rubyText } from '../inputs/values.ts';
import { sharedIncludes } from './trigger.ts';
import { isBlank, isList, isText, isTexts, isWhole } from './tests.ts';

const MAX_OPTIONS = 50;
const TOO_MANY = `cannot define more than ${MAX_OPTIONS} options`;
const TYPES: readonly unknown[] = ['array', 'boolean', 'number', 'string'];

/** What an attribute is called in messages begins with this. */
const PREFIX = 'input_';

const DEMANDS: readonly Demand[] = [
  ['description', (value) => isText(value) || isWhole(value), 'must be an alphanumeric string'],
  ['regex', isText, 'should be a string'],
  ['options', isList, 'should be an array'],
];

const ruleHash = mapping({
  attributes: ['if', 'options', 'default'],
  demands: [
    ['if', isText, 'should be a string'],
    ['options', isList, 'should be an array'],
  ],
  composed(value, place) {
    const isConditional = isThere(value['if']);
    const { options } = value;
    if (Array.isArray(options) && options.length > MAX_OPTIONS) refuse(place, 'config', TOO_MANY);
    if (isConditional && !isThere(options) && !('default' in value)) {
      refuse(place, 'config', "rule with 'if' must define 'options' or 'default'");
    }
    if (!isConditional && !isThere(options)) refuse(place, 'config', "fallback rule must define 'options'");
  },
});

const inputRules: Entry = (value, place) => {
  if (!Array.isArray(value)) refuse(place, 'config', 'should be an array');
  else for (const rule of flatten(value)) inputRule(rule, inside(place, 'rule'));
};

const inputRule: Entry = (value, place) => {
  if (isBlank(value)) refuse(place, 'config', "can't be blank");
  ruleHash(value, place);
};

function judgeInput(value: DataRecord, place: Place): void {
  const { type, options } = value;
  if (isThere(type) && !TYPES.includes(type)) {
    refuse(place, `${PREFIX}type`, `unknown value: ${typeof type === 'string' ? type : jsonText(type)}`);
  }
  if (!Array.isArray(options)) return;
  if (options.length > MAX_OPTIONS) refuse(place, 'config', TOO_MANY);
  if (options.includes(null)) refuse(place, 'config', 'options array cannot contain null values');
}

const KEYS = ['type', 'default', 'description', 'options', 'regex'];

const inputHash = mapping({
  attributes: KEYS,
  parts: { rules: inputRules },
  exclusive: [
    ['rules', 'options'],
    ['rules', 'default'],
  ],
  attributePrefix: PREFIX,
  demands: DEMANDS,
  whole: judgeInput,
});

/** `spec:inputs`. An input without a specification is a required string; what else it may be is judged with its values. */
export const specificationInputs: Entry = (value, place) => {
  if (!isRecord(value)) {
    refuse(place, 'config', 'should be a hash');
    return;
  }
  const before = place.errors.length;
  for (const [name, input] of orderedEntries(value)) if (isThere(input)) inputHash(input, inside(place, name));
  if (place.errors.length === before) judgeRuleInputs(value, place);
};

/** The conditions of rules name inputs that exist, and do not depend on each other in a circle. */
function judgeRuleInputs(inputs: DataRecord, place: Place): void {
  const uses = new Map<string, readonly string[]>();
  for (const [name, input] of orderedEntries(inputs)) {
    const rules = ownValue(input, 'rules');
    const conditions = (Array.isArray(rules) ? rules : []).map((rule) => namesIn(ownValue(rule, 'if')));
    for (const [index, names] of conditions.entries()) {
      const unknown = names.filter((used) => !Object.hasOwn(inputs, used));
      if (unknown.length === 0) continue;
      refuse(inside(place, name), 'config', `rule[${index}] references undefined inputs: ${unknown.join(', ')}`);
    }
    // Ruby's sorter takes no notice of what depends on itself.
    uses.set(
      name,
      conditions.flat().filter((used) => used !== name),
    );
  }
  const [first = ''] = orderedKeys(inputs);
  if (isCircular(uses)) refuse(inside(place, first), 'config', 'circular dependency detected');
}

function namesIn(condition: unknown): string[] {
  if (typeof condition !== 'string') return [];
  return [...condition.matchAll(/\$\[\[\s*inputs\.([\w-]+)\s*\]\]/g)].map(([, name = '']) => name);
}

function isCircular(uses: ReadonlyMap<string, readonly string[]>): boolean {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): boolean => {
    if (open.has(name)) return true;
    if (done.has(name)) return false;
    open.add(name);
    const isFound = (uses.get(name) ?? []).some(visit);
    open.delete(name);
    done.add(name);
    return isFound;
  };
  return [...uses.keys()].some(visit);
}

const jobInput = mapping({ attributes: KEYS, attributePrefix: PREFIX, demands: DEMANDS, whole: judgeInput });

const MAX_JOB_INPUTS = 50;

/** `inputs` of a job: each has a default. */
export const jobInputs: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (!isRecord(value)) {
    refuse(place, 'config', 'should be a hash');
    return;
  }
  const inputs = orderedEntries(value);
  for (const [name, input] of inputs) {
    if (isThere(input)) jobInput(input, inside(place, name));
    if ((isRecord(input) || !isThere(input)) && !isThere(ownValue(input, 'default')))
      refuseWhole(inside(place, name), 'must have a default value');
  }
};

/** The defaults of a job's inputs fit their types, options and patterns. */
export function judgeDefaults(inputs: unknown, place: Place): void {
  if (!isRecord(inputs)) return;
  if (orderedEntries(inputs).length > MAX_JOB_INPUTS) {
    refuse(place, 'inputs', `has too many entries (maximum ${MAX_JOB_INPUTS})`);
    return;
  }
  for (const [name, input] of orderedEntries(inputs)) {
    const { errors } = resolveInputs({ [name]: input }, {});
    for (const error of errors) refuse(place, 'inputs', error.replace(' input: ', ': '));
  }
}

const FACTS: readonly unknown[] = ['name', 'sha', 'version', 'reference'];

/** `spec:component`: what a file wants to know of the component that it is. */
const componentFacts: Entry = (value, place) => {
  if (!isList(value)) refuse(place, 'config', 'should be an array');
  if (!isTexts(value)) refuse(place, 'config', 'should be an array of strings');
  const unknown = Array.isArray(value) ? value.filter((fact) => !FACTS.includes(fact)) : [];
  if (unknown.length > 0) refuse(place, 'config', `contains unknown values: ${unknown.map(rubyText).join(', ')}`);
};

const LONGEST_DESCRIPTION = 256;

function isShortDescription(value: unknown): boolean {
  return typeof value !== 'string' || value.length <= LONGEST_DESCRIPTION;
}

/** The first document of a file, with `spec`. */
export const header = mapping({
  parts: {
    spec: mapping({
      attributes: ['description'],
      attributePrefix: 'config_',
      demands: [
        ['description', isText, 'should be a string'],
        ['description', isShortDescription, `is too long (maximum is ${LONGEST_DESCRIPTION} characters)`],
      ],
      parts: { inputs: specificationInputs, include: sharedIncludes, component: componentFacts },
    }),
  },
});
