import { main } from './cli/main.ts';
import { toForward } from './cli/paths.ts';
import { EXIT, type Surroundings } from './cli/surroundings.ts';
import { diskFileSystem, kindOf, repositoryRoot, writeText } from './io/file-system.ts';
import { expectShortRun } from './io/short-run.ts';
import { interruption, isColorWanted, printTo, readInput } from './io/terminal.ts';
import { defaultSettings } from './workspace/settings.ts';
import { productVersion } from './product-version.ts';

const surroundings: Surroundings = {
  version: productVersion,
  folder: toForward(process.cwd()),
  loadSchemaCompiler: async () => (await import('./io/json-schema.ts')).compileJsonSchema,
  loadIncludes: async (isOffline) =>
    (await import('./command-includes.ts')).createCommandIncludes(process.env, isOffline),
  loadShellChecker: async () => {
    const { createShellChecker } = await import('./io/shellcheck.ts');
    return createShellChecker({
      executable: () => defaultSettings.executables.shellcheck,
      folder: () => process.cwd(),
    });
  },
  fileSystem: { ...diskFileSystem, kind: kindOf, repositoryRoot },
  isColored: isColorWanted(process.stdout, process.env),
  isInteractive: process.stderr.isTTY,
  print: printTo(process.stdout),
  printError: printTo(process.stderr),
  readInput,
  writeFile: writeText,
  work: async () => (await import('./services.ts')).createWork(process.env),
  interruption,
  serve: async () => {
    await import('./server.ts');
    // The connection ends the process when its client says so or goes away.
    await new Promise(() => undefined);
  },
};

if (process.argv[2] === 'pipeline') expectShortRun();

main(process.argv.slice(2), surroundings).then(
  (code) => {
    process.exitCode = code;
  },
  (bug: unknown) => {
    surroundings.printError(`plumbline failed, which is a bug: ${bug instanceof Error ? bug.stack : String(bug)}\n`);
    process.exitCode = EXIT.incomplete;
  },
);
