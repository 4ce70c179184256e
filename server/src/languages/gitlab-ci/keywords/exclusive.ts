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

/** The keywords that a job with these ones cannot have. That `rules` is to come in the place of `only` is left open. */
export function excludedBeside(present: ReadonlyMap<string, string>): ReadonlySet<string> {
  const excluded = new Set(present.has('trigger') ? NOT_WITH_TRIGGER : []);
  for (const [first, second] of CONFLICTS) {
    if (present.has(first)) excluded.add(second);
    if (present.has(second) && first !== 'rules') excluded.add(first);
  }
  return excluded;
}
