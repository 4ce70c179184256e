import { relativeTo } from '../base/path.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import { placeMessages, type JoinedMessage } from '../features/verdict.ts';
import type { LintDifference, LintFinding, LintOnServerResult } from '../lsp/protocol.ts';
import type { LintAnswer } from '../workspace/ports/gitlab.ts';
import { compareVerdicts, type Disagreement } from './lint-on-server/compare.ts';
import { readLocalPipeline } from './lint-on-server/local-pipeline.ts';
import { type LintPorts, type LintRequest, type LocalPipeline, type ServerSide } from './lint-on-server/model.ts';
import { judgeAsServer } from './lint-on-server/own-verdict.ts';
import { writeReport } from './lint-on-server/report.ts';
import { unseenChanges } from './lint-on-server/server-files.ts';
import { findServerSide } from './lint-on-server/server-side.ts';
import type { Caller } from './open-merge-request.ts';

export type { LintFinding, LintOnServerResult } from '../lsp/protocol.ts';
export type { LintPorts, LintRequest } from './lint-on-server/model.ts';

/**
 * Lets the project's GitLab lint the pipeline that a file belongs to, places each message on its line, says what GitLab
 * could not see, and compares its verdict with our own. A request that fails is a failure, never an empty list.
 */
export async function lintOnServer(
  ports: LintPorts,
  request: LintRequest,
  { progress, token }: Caller,
): Promise<Result<LintOnServerResult>> {
  progress('Reading the pipeline', 0.1);
  const local = await readLocalPipeline(ports, request.path, token);
  if (!local.ok) return local;
  progress(`Asking ${new URL(request.project.instance).host}`, 0.3);
  const side = await findServerSide(ports, request, { local: local.value, token });
  if (!side.ok) return inWords(side);
  const answer = await ask(request, { local: local.value, side: side.value, token });
  if (!answer.ok) return inWords(answer);
  progress('Placing the answer', 0.8);
  return success(await evaluate({ ports, request, local: local.value, side: side.value, answer: answer.value, token }));
}

interface Asked {
  readonly local: LocalPipeline;
  readonly side: ServerSide;
  readonly token: Caller['token'];
}

function ask({ project }: LintRequest, { local, side, token }: Asked): Promise<Result<LintAnswer>> {
  const { gitlab, ref, dryRun, isCommitted } = side;
  return isCommitted
    ? gitlab.lintCommitted(project.id, { contentRef: ref, dryRun }, token)
    : gitlab.lintContent(project.id, { content: local.entry.text, dryRun, ref }, token);
}

/** What is missing is a role or a scope for linting, whatever the general words say. */
function inWords(result: { readonly ok: false; readonly problem: Problem }): {
  readonly ok: false;
  readonly problem: Problem;
} {
  const { problem } = result;
  if (problem.code !== 'forbidden') return result;
  const action = 'Linting with GitLab takes the role Developer in the project and a token with the scope api.';
  return failure({ ...problem, action });
}

interface Answered extends Asked {
  readonly ports: LintPorts;
  readonly request: LintRequest;
  readonly answer: LintAnswer;
}

/** More than anybody reads, and few enough to be shown at once. */
const MOST_MESSAGES = 500;

function tooMany({ errors, warnings }: LintAnswer): readonly string[] {
  return Math.max(errors.length, warnings.length) <= MOST_MESSAGES
    ? []
    : [`GitLab lists ${errors.length} errors and ${warnings.length} warnings; the first ${MOST_MESSAGES} are shown.`];
}

async function evaluate(answered: Answered): Promise<LintOnServerResult> {
  const { ports, request, local, side, answer } = answered;
  const { notes: unseenNotes, unseen } = await unseenChanges(local, side, answer);
  const place = (messages: readonly string[]): readonly JoinedMessage[] =>
    placeMessages(local.snapshot, local.entry, messages.slice(0, MOST_MESSAGES));
  const { errors: refused, notes: notCreated } = withoutCreation(answered);
  const errors = place(refused);
  const finding =
    (severity: LintFinding['severity']) =>
    (message: JoinedMessage): LintFinding[] =>
      findingOf(answered, { message, severity, isStale: unseen.has(message.location.path) });
  const compared = await compare(answered, place(answer.errors));
  return {
    isValid: answer.valid || (notCreated.length > 0 && refused.length === 0),
    dryRun: side.dryRun,
    file: local.path,
    uri: ports.uriOf(local.entry.path),
    ref: side.ref,
    instance: request.project.instance,
    version: side.version,
    findings: [...errors.flatMap(finding('error')), ...place(answer.warnings).flatMap(finding('warning'))],
    ...(answer.jobs && { jobs: answer.jobs.length }),
    notes: [...side.notes, ...notCreated, ...tooMany(answer), ...unseenNotes, ...compared.notes],
    ...(compared.difference && { difference: compared.difference }),
  };
}

const NOT_CREATED = /^Pipeline filtered out by workflow rules|^Pipeline will not run for the selected trigger/;

/** That a push makes no pipeline is an error only to who asked for a dry run. */
function withoutCreation({ request, side, answer }: Answered): {
  readonly errors: readonly string[];
  readonly notes: readonly string[];
} {
  if (request.dryRun || !side.dryRun) return { errors: answer.errors, notes: [] };
  const [errors, others] = [false, true].map((isOther) =>
    answer.errors.filter((error) => NOT_CREATED.test(error) === isOther),
  );
  return { errors: errors ?? [], notes: (others ?? []).map((error) => `A push to ${side.ref} makes none: ${error}`) };
}

interface ToPlace {
  readonly message: JoinedMessage;
  readonly severity: LintFinding['severity'];
  /** GitLab read another text of that file. */
  readonly isStale: boolean;
}

function findingOf({ ports, local }: Answered, { message, severity, isStale }: ToPlace): LintFinding[] {
  const { location, finding, isExact } = message;
  const state = local.snapshot.file(location.path);
  if (state.state !== 'loaded') return [];
  return [
    {
      message: message.message,
      severity,
      uri: ports.uriOf(location.path),
      file: relativeTo(local.root, location.path),
      range: state.file.lines.rangeAt(location.range),
      isExact: isExact && !isStale,
      ...(finding && { code: finding.code }),
    },
  ];
}

interface Compared {
  readonly notes: readonly string[];
  readonly difference?: LintDifference;
}

async function compare(answered: Answered, errors: readonly JoinedMessage[]): Promise<Compared> {
  const { request, local, side, answer, token } = answered;
  const isCancelled = (): boolean => token.isCancellationRequested;
  const own = await judgeAsServer({ request, local, side, isCancelled });
  if (!own.ok) return { notes: [`Not compared with Plumbline's own verdict: ${own.problem.message}`] };
  const [unknown] = own.value.unknown;
  if (unknown !== undefined) return { notes: [`Not compared with Plumbline's own verdict: ${unknown}.`] };
  const disagreement = compareVerdicts(own.value, errors);
  if (disagreement === undefined) return { notes: [] };
  const ours = placeMessages(local.snapshot, local.entry, disagreement.onlyOurs);
  const placed = [...errors.filter(({ message }) => disagreement.onlyTheirs.includes(message)), ...ours];
  const report = writeReport({ ...answered, own: own.value, disagreement, placed, answer });
  return { notes: [], difference: { summary: summaryOf(disagreement, local.path), report } };
}

function summaryOf({ kind }: Disagreement, file: string): string {
  const words = {
    'valid-here-only': `GitLab refuses '${file}' for something that Plumbline does not find`,
    'valid-there-only': `GitLab takes '${file}', which Plumbline says that it refuses`,
    'other-errors': `GitLab finds something in '${file}' that Plumbline does not find`,
  };
  return `${words[kind]}: that is a bug in Plumbline.`;
}
