import { neverCancelled } from '../base/cancellation.ts';
import { nothingDeployed, type listEnvironments } from '../workflows/environments.ts';
import { parseArguments } from './arguments.ts';
import { painter, type Paint } from './formats/paint.ts';
import { refuse, writeOutput } from './output.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = {
  flags: [],
  values: { format: ['text', 'json'], output: 'a FILE' },
};

export const environmentsHelp = `plumbline environments      the project's environments in GitLab: what is deployed, by whom, and how far it is behind

  --format F                text (default), json
  --output FILE             writes there and not to standard output

The project is found from the Git remote. The access token comes from the environment variable PLUMBLINE_TOKEN or
GITLAB_TOKEN and needs the scope read_api.
Exit codes: 0 all is known, 2 something could not be read.
`;

type Listed = Extract<Awaited<ReturnType<typeof listEnvironments>>, { readonly ok: true }>['value'];
type Environment = Listed['environments'][number];

/** `plumbline environments`: 0 all is known, 2 could not read all of them. */
export async function environments(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { values, words, problem } = parseArguments(args, OPTIONS);
  const wrong = problem ?? (words.length > 0 ? `'${words.join("', '")}' is too much: it takes no path` : undefined);
  if (wrong !== undefined) return refuse('environments', wrong, surroundings);
  const work = await surroundings.work();
  const listed = await work.environments(surroundings.folder, neverCancelled);
  if (!listed.ok) return refuse('environments', listed.problem, surroundings);
  const isColored = surroundings.isColored && !values.has('output');
  const text = values.get('format') === 'json' ? json(listed.value) : asText(listed.value, painter(isColored));
  const destination = { command: 'environments', output: values.get('output') };
  if (!(await writeOutput(text, destination, surroundings))) return EXIT.incomplete;
  const unknown = listed.value.environments.filter(
    ({ behindUnknown }) => behindUnknown !== undefined && behindUnknown !== nothingDeployed,
  );
  for (const { name, behindUnknown = '' } of unknown) surroundings.printError(`not known: ${name}: ${behindUnknown}\n`);
  return unknown.length > 0 ? EXIT.incomplete : EXIT.clean;
}

function json({ project, environments: all }: Listed): string {
  const { instance, path, webUrl, defaultBranch } = project;
  return `${JSON.stringify({ version: 1, project: { instance, path, webUrl, defaultBranch }, environments: all })}\n`;
}

function asText({ project, environments: all }: Listed, paint: Paint): string {
  const count = `${all.length} ${all.length === 1 ? 'environment' : 'environments'}`;
  const lines = all.flatMap((environment) => ['', ...linesOf(environment, paint)]);
  return [`${project.path}: ${count}`, ...lines].map((line) => `${line}\n`).join('');
}

function linesOf(
  { name, tier, state, url, deployment, commitsBehind, behindUnknown, flags }: Environment,
  paint: Paint,
): string[] {
  const deployed = deployment && `${deployment.shortSha} of ${deployment.ref}, ${deployment.at}, by ${deployment.by}`;
  const behind = commitsBehind === undefined ? behindUnknown : behindText(commitsBehind);
  return [
    `${paint('bold', name)} (${tier}, ${state})`,
    ...(deployed === undefined ? [] : [`  deployed: ${deployed}`]),
    ...(behind === undefined ? [] : [`  ${behind}`]),
    ...flags.map((flag) => `  ${paint('yellow', flag)}`),
    ...(url === undefined ? [] : [`  ${url}`]),
  ];
}

function behindText(commits: number): string {
  if (commits === 0) return 'level with the default branch';
  return `${commits} ${commits === 1 ? 'commit' : 'commits'} behind the default branch`;
}
