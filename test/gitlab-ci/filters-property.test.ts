import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeAction } from '../../server/src/features/code-action.ts';
import { ROOT } from '../harness/fixture-file.ts';
import { createWorkspace } from '../harness/workspace.ts';
import { CHANGES, outcomeIn, STARTS, VARIABLES, type World } from './worlds.ts';

/** `only` and `except` in every form that GitLab takes, written as rules, against every kind of pipeline. */
const REFS = [
  ...['branches', 'tags', 'pushes', 'merge_requests', 'web', 'schedules', 'triggers', 'api', 'pipelines', 'chat'],
  ...['external', 'external_pull_requests', 'main', 'v1', 'feature/a', 'no-such'],
  ...['/^v\\d+$/', '/^FEATURE\\/.*$/i', '/a|main/'],
];
const CONDITIONS = ['$A', '$B == "1"', '$A && $C', '$A || $B == "2"', '$C =~ /^c/', '$A != "1" && $B'];
const PATHS = ['src/**/*', 'doc/*', '*.md', 'doc/a'];

const some = (values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

interface Filter {
  readonly refs?: readonly string[];
  readonly variables?: readonly string[];
  readonly changes?: readonly string[];
}

const filter = fc.oneof(
  some(REFS),
  fc
    .record({ refs: some(REFS), variables: some(CONDITIONS), changes: some(PATHS) }, { requiredKeys: [] })
    .filter((parts) => Object.keys(parts).length > 0),
);

type Written = readonly string[] | Filter;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function inBrackets(values: readonly string[]): string {
  return `[${values.map(quoted).join(', ')}]`;
}

function inLines(values: readonly string[], indentation: string): string {
  return values.map((value) => `\n${indentation}- ${quoted(value)} # ${value.length}`).join('');
}

function write(name: string, value: Written, isFlow: boolean): string {
  if (Array.isArray(value)) return `  ${name}:${isFlow ? ` ${inBrackets(value)}` : inLines(value, '    ')}\n`;
  const parts = Object.entries(value as Record<string, readonly string[]>);
  if (isFlow) return `  ${name}: {${parts.map(([key, values]) => `${key}: ${inBrackets(values)}`).join(', ')}}\n`;
  return `  ${name}:\n${parts.map(([key, values]) => `    ${key}:${inLines(values, '      ')}\n`).join('')}`;
}

const pipelines = fc.record(
  {
    only: filter,
    except: filter,
    isFlow: fc.boolean(),
    when: fc.constantFrom(
      '',
      '  when: manual\n',
      '  when: always\n',
      '  when: on_failure\n',
      '  allow_failure: true\n',
    ),
    workflow: fc.constantFrom(
      '',
      'workflow: {rules: [{when: always}]}\n',
      'workflow: {rules: [{if: $CI_COMMIT_TAG}]}\n',
    ),
    ending: fc.constantFrom('\n', '\r\n'),
  },
  { requiredKeys: ['isFlow', 'when', 'workflow', 'ending'] },
);

const worlds = fc.array(
  fc.record({
    start: fc.constantFrom(...STARTS),
    variables: fc.constantFrom(...VARIABLES),
    changedPaths: fc.constantFrom(...CHANGES),
  }),
  { minLength: 10, maxLength: 10 },
);

function runIn(text: string, world: World): string {
  const { line, errors } = outcomeIn(text, world);
  return `${line} ${errors.join()}`;
}

/** The text with the filters as rules; undefined where that is said to be impossible. */
function asRules(text: string): string | undefined {
  const path = `${ROOT}/.gitlab-ci.yml`;
  const workspace = createWorkspace({ files: new Map([[path, text]]), listed: [], pending: [] });
  const snapshot = workspace.snapshot();
  const state = snapshot.file(path);
  const offset = text.search(/^ {2}(?:only|except):/m) + 3;
  const actions = state.state === 'loaded' ? codeAction(snapshot, state.file, { start: offset, end: offset }) : [];
  const action = actions.find(({ kind }) => kind === 'refactor.rewrite');
  expect(action, text).toBeDefined();
  if (action === undefined || action.disabled !== undefined) return undefined;
  const edits = typeof action.edits === 'function' ? action.edits() : action.edits;
  return edits
    .toSorted((one, other) => other.range.start - one.range.start)
    .reduce((all, { range, newText }) => all.slice(0, range.start) + newText + all.slice(range.end), text);
}

test('filters as rules let the same jobs into the same pipelines', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(pipelines, worlds, ({ only, except, isFlow, when, workflow, ending }, asked) => {
      fc.pre(only !== undefined || except !== undefined);
      const filters = `${only ? write('only', only, isFlow) : ''}${when}${except ? write('except', except, isFlow) : ''}`;
      // A second job keeps the pipeline from being empty.
      const lines = `${workflow}job:\n  script: make\n${filters}other: {script: make, rules: [{when: always}]}\n`;
      const text = lines.replaceAll('\n', ending);
      const changed = asRules(text);
      if (changed === undefined) return;
      expect(changed).not.toMatch(/^ {2}(?:only|except):/m);
      for (const world of asked) expect(runIn(changed, world), `${text}\n${changed}`).toBe(runIn(text, world));
    }),
    { numRuns: Number(process.env['RUNS'] ?? 25), ...(process.env['SEED'] && { seed: Number(process.env['SEED']) }) },
  );
});
