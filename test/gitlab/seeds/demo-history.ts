/** Who made a commit of the demo. */
export type Author = 'maria' | 'ben';

interface Edit {
  readonly path: string;
  /** Text in the later state; the whole file when absent, which then is new in this commit. */
  readonly after?: string;
  readonly before?: string;
}

interface Step {
  readonly message: string;
  readonly author: Author;
  /** Hours before now. */
  readonly age: number;
  readonly edits: readonly Edit[];
}

const handbook = `
## When something was changed by hand

Look at the drift first, then either bring the change into Git with a merge request, or run the pipeline again to take it back.
The on-call handbook has the rules for hotfixes.
`;

const overlay = 'overlays/production/kustomization.yaml';

/** What led to the repository as it lies in the demo's folder, oldest first. The first step is everything else. */
const steps: readonly Step[] = [
  { message: 'Describe the shop as base and overlays', author: 'maria', age: 216, edits: [] },
  {
    message: 'Add the reporting service to production',
    author: 'ben',
    age: 170,
    edits: [
      { path: 'overlays/production/reporting.yaml' },
      { path: overlay, after: '  - reporting.yaml\n', before: '' },
    ],
  },
  {
    message: 'Back up the database every night',
    author: 'maria',
    age: 121,
    edits: [{ path: 'overlays/production/backup.yaml' }, { path: overlay, after: '  - backup.yaml\n', before: '' }],
  },
  {
    message: 'Run six replicas of the api in production\n\nFour were at their limit during the sale.',
    author: 'maria',
    age: 74,
    edits: [{ path: 'overlays/production/scale.yaml', after: 'replicas: 6', before: 'replicas: 4' }],
  },
  {
    message: 'Say what to do about changes by hand',
    author: 'ben',
    age: 50,
    edits: [{ path: 'README.md', after: handbook, before: '' }],
  },
  {
    message: 'Send mails with three workers in production',
    author: 'maria',
    age: 27,
    edits: [{ path: 'clusters/production/mailer.yaml', after: '  values:\n    replicaCount: 3\n', before: '' }],
  },
  {
    message: 'Roll web 3.9.0 out to staging',
    author: 'maria',
    age: 3,
    edits: [{ path: 'overlays/staging/kustomization.yaml', after: 'newTag: 3.9.0', before: 'newTag: 3.8.2' }],
  },
];

/** How many of the newest commits production has not got yet. */
export const commitsBehindProduction = 3;

interface HistoryCommit {
  readonly message: string;
  readonly author: Author;
  readonly age: number;
  /** What the commit writes; the first one writes every file. */
  readonly files: Readonly<Record<string, string>>;
}

function undo(files: Record<string, string>, edit: Edit): Record<string, string> {
  const { [edit.path]: now, ...others } = files;
  if (now === undefined) throw new Error(`The demo's history changes '${edit.path}', which is not in its repository`);
  if (edit.after === undefined) return others;
  if (!now.includes(edit.after)) throw new Error(`'${edit.path}' does not hold '${edit.after}'`);
  return { ...files, [edit.path]: now.replace(edit.after, edit.before ?? '') };
}

function changed(before: Record<string, string>, after: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text));
}

/** The commits whose last one leaves exactly `files`. Throws when the folder and the history no longer fit. */
export function historyOf(files: Record<string, string>): readonly HistoryCommit[] {
  const commits: HistoryCommit[] = [];
  let state = files;
  for (const step of steps.toReversed()) {
    const before = step === steps[0] ? {} : step.edits.reduce(undo, state);
    commits.unshift({ message: step.message, author: step.author, age: step.age, files: changed(before, state) });
    state = before;
  }
  return commits;
}
