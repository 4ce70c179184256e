import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { inside, isThere, mapping, refuse, type Demand, type Entry, type Place } from './entry.ts';
import { isHash, isList, isText } from './tests.ts';

const MAX_OPTIONS = 50;
const TYPES: readonly unknown[] = ['array', 'boolean', 'number', 'string'];

const DEMANDS: readonly Demand[] = [
  ['description', isText, 'must be an alphanumeric string'],
  ['regex', isText, 'should be a string'],
  ['options', isList, 'should be an array'],
];

const ruleHash = mapping({
  attributes: ['if', 'options', 'default'],
  whole(value, place) {
    const isConditional = isThere(value['if']);
    if (isConditional && !('options' in value) && !('default' in value)) {
      refuse(place, 'config', "rule with 'if' must define 'options' or 'default'");
    }
    if (!isConditional && !('options' in value)) refuse(place, 'config', "fallback rule must define 'options'");
  },
  demands: [
    ['if', isText, 'should be a string'],
    ['options', isList, 'should be an array'],
  ],
});

const inputRules: Entry = (value, place) => {
  if (!Array.isArray(value)) refuse(place, 'config', 'should be an array');
  else for (const rule of value as unknown[]) ruleHash(rule, inside(place, 'rule'));
};

function judgeInput(value: DataRecord, place: Place): void {
  const { type, options, rules } = value;
  if (Array.isArray(options) && options.length > MAX_OPTIONS) {
    refuse(place, 'config', `cannot define more than ${MAX_OPTIONS} options`);
  }
  if (isThere(type) && !TYPES.includes(type)) {
    refuse(place, 'type', `unknown value: ${typeof type === 'string' ? type : JSON.stringify(type)}`);
  }
  if (!isThere(rules)) return;
  for (const other of ['options', 'default']) {
    if (other in value) refuse(place, 'config', `these keys cannot be used together: rules, ${other}`);
  }
}

const inputHash = mapping({
  attributes: ['type', 'default', 'description', 'options', 'regex'],
  parts: { rules: inputRules },
  demands: DEMANDS,
  whole: judgeInput,
});

/** `spec:inputs`. An input without a specification is a required string; what else it may be is judged with its values. */
export const specificationInputs: Entry = (value, place) => {
  if (!isRecord(value)) {
    refuse(place, 'config', 'should be a hash');
    return;
  }
  for (const [name, input] of Object.entries(value)) if (isHash(input)) inputHash(input, inside(place, name));
  judgeRuleInputs(value, place);
};

/** The conditions of rules name inputs that exist, and do not depend on each other in a circle. */
function judgeRuleInputs(inputs: DataRecord, place: Place): void {
  const uses = new Map<string, readonly string[]>();
  for (const [name, input] of Object.entries(inputs)) {
    const rules = ownValue(input, 'rules');
    const conditions = (Array.isArray(rules) ? rules : []).map((rule) => namesIn(ownValue(rule, 'if')));
    for (const [index, names] of conditions.entries()) {
      const unknown = names.filter((used) => !Object.hasOwn(inputs, used));
      if (unknown.length === 0) continue;
      refuse(inside(place, name), 'config', `rule[${index}] references undefined inputs: ${unknown.join(', ')}`);
    }
    uses.set(
      name,
      conditions.flat().filter((used) => used !== name),
    );
  }
  if (isCircular(uses)) refuse(place, 'config', 'circular dependency detected');
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

const jobInput = mapping({
  attributes: ['type', 'default', 'description', 'options', 'regex'],
  demands: DEMANDS,
  whole: judgeInput,
});

/** `inputs` of a job: each has a default. */
export const jobInputs: Entry = (value, place) => {
  if (!isRecord(value)) {
    refuse(place, 'config', 'should be a hash');
    return;
  }
  for (const [name, input] of Object.entries(value)) {
    if (isHash(input)) jobInput(input, inside(place, name));
    if (!isRecord(input) || !('default' in input)) {
      place.errors.push(`${inside(place, name).location.toLowerCase()} must have a default value`);
    }
  }
};

/** The first document of a file, with `spec`. */
export const header = mapping({
  parts: {
    spec: mapping({ attributes: ['component', 'include', 'description'], parts: { inputs: specificationInputs } }),
  },
});
