import { check } from './check.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const HELP = `plumbline: validates GitLab pipelines, Kubernetes manifests and Kustomize files as the server will judge them

  plumbline check [PATH…]   validates files, folders (their YAML files; what Git ignores is left out) and globs; '.' by default
      --severity S              what counts for exit 1: error (default), warning, information, hint
      --format F                text (default), json, sarif, junit, gitlab-codequality
      --output FILE             writes there and not to standard output
      --stdin-path PATH         reads one document from standard input, as if it were this file
      --kubernetes-version V    whose schemas judge manifests, as 1.36
      --shard I/N               checks every N-th file, as 1/4
      --offline                 opens no connection (check never does)
  plumbline lsp --stdio     the language server, for any editor

  --help, --version

Exit codes: 0 clean, 1 something was found, 2 could not run or could not check all that was asked.
`;

/** Runs one command line (without the program's name) and answers the exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [command, ...rest] = args;
  const { print, printError, version } = surroundings;
  if (command === undefined || command === 'help' || args.some(isHelp)) {
    (command === undefined ? printError : print)(HELP);
    return command === undefined ? EXIT.incomplete : EXIT.clean;
  }
  if (command === '--version' || command === '-V') {
    print(`${version}\n`);
    return EXIT.clean;
  }
  if (command === 'check') return check(rest, surroundings);
  if (command === 'lsp') return lsp(rest, surroundings);
  printError(`plumbline: there is no command '${command}'; there are check and lsp, and --help tells more\n`);
  return EXIT.incomplete;
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

async function lsp(args: readonly string[], { printError, serve }: Surroundings): Promise<ExitCode> {
  const unknown = args.find((argument) => argument !== '--stdio');
  if (unknown !== undefined || args.length === 0) {
    printError('plumbline lsp: the only way to talk to it is --stdio\n');
    return EXIT.incomplete;
  }
  await serve();
  return EXIT.clean;
}
