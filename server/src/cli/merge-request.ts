import { success, type Problem, type Result } from '../base/result.ts';
import type { CompleteRequest } from '../workflows/complete-merge-request.ts';
import type { openMergeRequest, OpenMergeRequestRequest } from '../workflows/open-merge-request.ts';
import { parseArguments, type ParsedArguments } from './arguments.ts';
import { refuse } from './output.ts';
import { absolutePath } from './paths.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = {
  flags: ['draft', 'squash', 'dry-run', 'resume', 'discard'],
  values: {
    title: 'a TEXT',
    'description-file': 'a FILE',
    target: 'a BRANCH',
    branch: 'a BRANCH',
    format: ['text', 'json'],
  },
};

export const mergeRequestHelp = `plumbline mr open           branch, commit, push and merge request of every change of the working tree

  --title TEXT              by default proposed from the branch or the files
  --description-file FILE   by default the repository's template
  --target B                by default the default branch
  --branch B                by default the branch that is checked out, or a new one named after the title
  --draft, --squash         as GitLab's own check boxes
  --dry-run                 only says what would be done
  --resume                  finishes an interrupted run; everything else is taken from it
  --discard                 forgets an interrupted run first; its branch and commit stay as they are
  --format F                text (default), json

The project is found from the Git remote. The access token comes from the environment variable PLUMBLINE_TOKEN or
GITLAB_TOKEN and needs the scope api. After Ctrl-C, --resume goes on without a second commit or merge request.
Exit codes: 0 open (or shown, with --dry-run), 2 not opened.
`;

type Opened = Extract<Awaited<ReturnType<typeof openMergeRequest>>, { readonly ok: true }>['value'];

/** `plumbline mr open`: 0 the merge request is open, 2 it is not. */
export async function mergeRequest(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [verb, ...rest] = args;
  if (verb !== 'open') return refuse('mr', `There is no 'mr ${verb ?? ''}'; there is 'mr open'`, surroundings);
  const parsed = parseArguments(rest, OPTIONS);
  const wrong = parsed.problem ?? contradictionIn(parsed);
  if (wrong !== undefined) return refuse('mr open', wrong, surroundings);
  const request = await requestOf(parsed, surroundings);
  if (!request.ok) return refuse('mr open', request.problem, surroundings);
  const work = await surroundings.work();
  const token = surroundings.interruption();
  const isResumed = request.value.resume === true;
  const complete = isResumed ? success(request.value) : await work.completeMergeRequest(request.value, token);
  if (!complete.ok) return refuse('mr open', complete.problem, surroundings);
  if (parsed.flags.has('dry-run')) {
    surroundings.print(shownRequest(complete.value as CompleteRequest, parsed));
    return EXIT.clean;
  }
  const progress = (message: string): void => {
    surroundings.printError(`${message}\n`);
  };
  const opened = await work.openMergeRequest(complete.value, { progress, token });
  if (!opened.ok) {
    const isUnfinished = await work.isUnfinished(request.value.folder);
    return refuse('mr open', wayOut(opened.problem, isUnfinished), surroundings);
  }
  surroundings.print(shownResult(opened.value, parsed));
  return EXIT.clean;
}

function contradictionIn({ flags, values, words }: ParsedArguments): string | undefined {
  if (words.length > 0) return `'${words.join("', '")}' is too much: every change of the working tree is taken`;
  if (!flags.has('resume')) return undefined;
  const other = ['title', 'description-file', 'target', 'branch'].find((name) => values.has(name));
  const flag = ['draft', 'squash', 'dry-run', 'discard'].find((name) => flags.has(name));
  const both = other ?? flag;
  return both === undefined ? undefined : `Option '--${both}' has no use with '--resume', which has its own`;
}

async function requestOf(
  { flags, values }: ParsedArguments,
  { folder, fileSystem }: Surroundings,
): Promise<Result<OpenMergeRequestRequest>> {
  if (flags.has('resume')) return success({ folder, resume: true });
  const file = values.get('description-file');
  const disk = file === undefined ? undefined : await fileSystem.read(absolutePath(folder, file));
  if (disk !== undefined && disk.state !== 'text') {
    const why = disk.state === 'missing' ? 'there is no such file' : disk.why;
    return { ok: false, problem: { code: 'not-found', message: `'${file ?? ''}' cannot be read: ${why}` } };
  }
  const [title, target, branch] = ['title', 'target', 'branch'].map((name) => values.get(name));
  return success({
    folder,
    isDraft: flags.has('draft'),
    squash: flags.has('squash'),
    discard: flags.has('discard'),
    ...(title !== undefined && { title }),
    ...(target !== undefined && { targetBranch: target }),
    ...(branch !== undefined && { sourceBranch: branch }),
    ...(disk !== undefined && { description: disk.text }),
  });
}

/** The workflow speaks to every client; on the command line a run that has begun is taken up by an option. */
function wayOut(problem: Problem, isUnfinished: boolean): Problem {
  if (!isUnfinished) {
    return problem.code === 'cancelled' ? { ...problem, action: 'Nothing was begun: run it again' } : problem;
  }
  const resume = "To finish it: 'plumbline mr open --resume'; to forget it and start again: --discard";
  const isSaid = problem.action === undefined || problem.code === 'cancelled' || problem.code === 'conflict';
  return { ...problem, action: isSaid ? resume : `${problem.action ?? ''} ${resume}` };
}

function shownRequest(request: CompleteRequest, { values }: ParsedArguments): string {
  const { project, title, sourceBranch, targetBranch, files, description, isDraft = false, squash = false } = request;
  if (values.get('format') === 'json') {
    const shown = { project: project.path, title, sourceBranch, targetBranch, files, description, isDraft, squash };
    return `${JSON.stringify({ version: 1, dryRun: true, ...shown })}\n`;
  }
  const lines = [
    `Would open in ${project.path}: ${isDraft ? 'Draft: ' : ''}${title}`,
    `  from ${sourceBranch} into ${targetBranch}`,
    files.length === 0 ? '  with the commits of the branch' : `  with a commit of ${files.length} changed:`,
    ...files.map((file) => `    ${file}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function shownResult(opened: Opened, { values }: ParsedArguments): string {
  if (values.get('format') === 'json') return `${JSON.stringify({ version: 1, ...opened })}\n`;
  const { mergeRequest: made, created, commit, notes } = opened;
  const lines = [
    `!${made.iid} ${made.title}${created ? '' : ' (was open already)'}`,
    `  from ${made.sourceBranch} into ${made.targetBranch}, commit ${commit.slice(0, 8)}`,
    ...notes.map((note) => `  ${note}`),
    made.webUrl,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
