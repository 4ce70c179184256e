/** Pairs that GitLab refuses in one job, and what to do about it (https://docs.gitlab.com/ci/yaml/). */
export const CONFLICTS: readonly (readonly [string, string, string])[] = [
  ['trigger', 'script', 'a trigger job starts another pipeline and runs nothing itself'],
  ['trigger', 'run', 'a trigger job starts another pipeline and runs nothing itself'],
  ['run', 'script', "'run' takes the place of 'script'"],
  ['run', 'before_script', "write the commands as a step of 'run'"],
  ['run', 'after_script', "write the commands as a step of 'run'"],
  ['rules', 'only', "'rules' takes the place of 'only'"],
  ['rules', 'except', "'rules' takes the place of 'except'"],
  ['rules', 'start_in', "write 'start_in' in the rule that has 'when: delayed'"],
];

/** Keywords that a trigger job cannot have (lib/gitlab/ci/config/entry/bridge.rb). */
export const NOT_WITH_TRIGGER: readonly string[] = [
  'image',
  'services',
  'before_script',
  'after_script',
  'cache',
  'artifacts',
  'dependencies',
  'tags',
  'retry',
  'timeout',
  'coverage',
  'release',
  'hooks',
  'id_tokens',
  'secrets',
  'pages',
  'publish',
  'start_in',
  'manual_confirmation',
  'identity',
  'inputs',
  'dast_configuration',
];

/** Of these GitLab looks at the value, so `null` takes them back; of the others it looks at whether they are there. */
const TAKEN_BACK_BY_NULL: ReadonlySet<string> = new Set(['rules', 'only', 'except', 'start_in']);

/**
 * The keywords that a job cannot have beside what is written in its own text (`own`) and what it has from elsewhere
 * (`inherited`), as texts by keyword. That `rules` is to come in the place of an `only` of its own is left open.
 */
export function excludedBeside(
  own: ReadonlyMap<string, string>,
  inherited: ReadonlyMap<string, string> = new Map(),
): ReadonlySet<string> {
  const has = (keyword: string): boolean => isSet(own, keyword) || (isSet(inherited, keyword) && !own.has(keyword));
  const excluded = new Set(has('trigger') ? NOT_WITH_TRIGGER : []);
  if (NOT_WITH_TRIGGER.some(has)) excluded.add('trigger');
  for (const [first, second] of CONFLICTS) {
    if (has(first)) excluded.add(second);
    // What it has from elsewhere is there whatever becomes of its own text.
    const isToStay = first !== 'rules' || (isSet(inherited, second) && !isUnset(own, second));
    if (has(second) && isToStay) excluded.add(first);
  }
  return excluded;
}

function isSet(keywords: ReadonlyMap<string, string>, keyword: string): boolean {
  return keywords.has(keyword) && !isUnset(keywords, keyword);
}

function isUnset(keywords: ReadonlyMap<string, string>, keyword: string): boolean {
  return TAKEN_BACK_BY_NULL.has(keyword) && /^(?:null|~)(?:\s|$)/i.test(keywords.get(keyword) ?? '');
}
