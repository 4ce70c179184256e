import { nearestName } from '../base/nearest-name.ts';
import { drift, driftHelp } from './drift.ts';
import { environments, environmentsHelp } from './environments.ts';
import { checkHelp, ownersHelp, pipelineHelp } from './help-texts.ts';
import { lint, lintHelp } from './lint.ts';
import { mergeRequest, mergeRequestHelp } from './merge-request.ts';
import { refuse } from './output.ts';
import { plan, planHelp } from './plan.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

interface Command {
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<ExitCode>;
  /** The first line is shown among the commands as well. */
  readonly help: string;
}

// The languages are most of the program: a command that needs few of them, or none, does not wait for all.
const COMMANDS: Readonly<Record<string, Command>> = {
  check: { run: async (...given) => (await import('./check.ts')).check(...given), help: checkHelp },
  pipeline: { run: async (...given) => (await import('./pipeline.ts')).pipeline(...given), help: pipelineHelp },
  lint: { run: lint, help: lintHelp },
  plan: { run: plan, help: planHelp },
  drift: { run: drift, help: driftHelp },
  environments: { run: environments, help: environmentsHelp },
  mr: { run: mergeRequest, help: mergeRequestHelp },
  owners: { run: async (...given) => (await import('./owners.ts')).owners(...given), help: ownersHelp },
  lsp: { run: lsp, help: 'plumbline lsp --stdio       the language server, for any editor\n' },
};

/** Runs one command line (without the program's name) and answers the exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = args;
  const { print, printError, version } = surroundings;
  if (name === undefined) {
    printError(help());
    return EXIT.incomplete;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === 'help' || args.some(isHelp)) {
    print(command?.help ?? help());
    return EXIT.clean;
  }
  if (name === '--version' || name === '-V') {
    print(`${version}\n`);
    return EXIT.clean;
  }
  if (command !== undefined) return command.run(rest, surroundings);
  const near = nearestName(name, Object.keys(COMMANDS));
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  printError(
    `plumbline: there is no command '${name}'.${hint} There are ${Object.keys(COMMANDS).join(', ')}, and --help tells more\n`,
  );
  return EXIT.incomplete;
}

function help(): string {
  const commands = Object.values(COMMANDS).map((command) => `  ${command.help.split('\n', 1)[0] ?? ''}\n`);
  return `plumbline: validates GitLab pipelines, Kubernetes manifests and Kustomize files as the server will judge them

${commands.join('')}
  --help, --version           'plumbline COMMAND --help' tells a command's options

Exit codes: 0 clean, 1 something was found, 2 could not run or could not check all that was asked.
`;
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

async function lsp(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const unknown = args.find((argument) => argument !== '--stdio');
  if (unknown !== undefined || args.length === 0) {
    return refuse('lsp', 'the only way to talk to it is --stdio', surroundings);
  }
  await surroundings.serve();
  return EXIT.clean;
}
