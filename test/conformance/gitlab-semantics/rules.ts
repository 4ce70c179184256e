import { isRecord, ownText, ownValue } from '../../../server/src/base/record.ts';
import { semantics } from '../../../server/src/languages/gitlab-ci/index.ts';
import { compare, firstOf, matchErrors, unknownExpectations, type Case } from '../judge.ts';

/** Rules, `changes` and `exists` by themselves. */
export function rulesComplaint({ input, expect }: Case): string | undefined {
  const variables = semantics.readVariables(input['variables']);
  const lookUp = semantics.createLookUp([variables], 'unset');
  const description = ownText(ownValue(input, 'repo'), 'description');
  const context = {
    input: {
      // Without files that changed, and without a repository to tell them, there is no diff, as for a tag.
      event: Array.isArray(input['changed_files']) || 'repo' in input ? 'push' : 'tag',
      changedPaths: textsOf(input['changed_files']),
      paths: textsOf(input['repo_files']),
      // The cases know one project only, so any that they name does not exist.
      pathsOf: () => 'no-project' as const,
      ...(description !== undefined && { changedSince: changedSince(description, ownText(input, 'ref') ?? '') }),
    },
    lookUp,
  } as const;
  const masked = withoutMasked(input['variables']);
  if ('changes' in input) return verdictComplaint(masked(semantics.judgeChanges(input['changes'], context)), expect);
  if ('exists' in input) return verdictComplaint(masked(semantics.judgeExists(input['exists'], context)), expect);
  return 'rules' in input ? listComplaint({ input, expect }, context) : 'the runner does not know this kind of case';
}

function verdictComplaint(verdict: Verdict, expect: Case['expect']): string | undefined {
  return firstOf([
    unknownExpectations(expect, ['satisfied', 'errors', 'errors_include', 'errors_match']),
    'satisfied' in expect ? compare('satisfied', expect['satisfied'], verdict.holds) : undefined,
    matchErrors(expect, 'error' in verdict ? [verdict.error] : []),
  ]);
}

type Verdict = ReturnType<typeof semantics.judgeExists>;

/** GitLab shows `[MASKED]` where a message holds the value of a masked variable, and pads it to the value's length. */
function withoutMasked(variables: unknown): (verdict: Verdict) => Verdict {
  const values = isRecord(variables) ? Object.values(variables) : [];
  const hidden = values.flatMap((each) => (ownValue(each, 'masked') === true ? (ownText(each, 'value') ?? []) : []));
  const mask = (text: string): string =>
    hidden.reduce((rest, value) => rest.replaceAll(value, '[MASKED]'.padEnd(value.length, 'x')), text);
  return (verdict) => ('error' in verdict ? { ...verdict, error: mask(verdict.error) } : verdict);
}

const SENTENCES: readonly (readonly [RegExp, 'from' | 'more' | 'own'])[] = [
  [/^(\S+) = (\S+) \+ (\S+)$/, 'from'],
  [/^(\S+) = (\S+) at that point()$/, 'from'],
  [/^(\S+) branches off (\S+) and (?:adds|updates) (\S+)$/, 'from'],
  [/^(\S+)() (?:then )?(?:adds|updates) (\S+)$/, 'more'],
  [/^(\S+)() has (\S+)$/, 'own'],
];

/**
 * The repository of these cases is told in sentences: which ref is made from which, and what it changes. Gives the files
 * that changed in `head` since it parted from another ref.
 */
function changedSince(description: string, head: string): (ref: string) => readonly string[] | 'invalid' {
  const commits = new Map<string, readonly { readonly path: string }[]>();
  for (const sentence of description.split(';').map((each) => each.trim())) {
    for (const [pattern, kind] of SENTENCES) {
      const [, name, base = '', path = ''] = pattern.exec(sentence) ?? [];
      if (name === undefined) continue;
      const before = commits.get(kind === 'from' ? base : name) ?? [];
      // What a ref has from the start changed nothing.
      commits.set(name, path === '' || kind === 'own' ? before : [...before, { path }]);
      break;
    }
  }
  return (ref) => {
    const theirs = commits.get(ref);
    if (theirs === undefined) return 'invalid';
    return (commits.get(head) ?? []).filter((commit) => !theirs.includes(commit)).map(({ path }) => path);
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** What a rule that matches hands to the job or the pipeline. */
const OF_RULE = ['start_in', 'allow_failure', 'variables', 'needs', 'interruptible', 'auto_cancel'];

function listComplaint(
  { input, expect }: Case,
  context: Parameters<typeof semantics.evaluateRules>[1],
): string | undefined {
  const byDefault = ownText(input, 'default_when');
  const { rules } = input;
  const rule = rules === null ? {} : semantics.evaluateRules(rules, context).possible[0]?.rule;
  const got: Readonly<Record<string, unknown>> = {
    when: rule === undefined ? 'never' : (ownText(rule, 'when') ?? byDefault),
    ...Object.fromEntries(OF_RULE.map((key) => [key, (isRecord(rule) ? ownValue(rule, key) : undefined) ?? null])),
  };
  return firstOf([
    unknownExpectations(expect, Object.keys(got)),
    ...Object.entries(expect).map(([key, expected]) => compare(key, expected, got[key])),
  ]);
}
