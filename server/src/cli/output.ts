import type { Progress } from '../base/cancellation.ts';
import type { Problem } from '../base/result.ts';
import { absolutePath } from './paths.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

interface Destination {
  readonly command: string;
  /** A file; standard output when absent. */
  readonly output: string | undefined;
}

/** Writes what a command answers. False, and said on standard error, when it could not be written. */
export async function writeOutput(
  text: string,
  { command, output }: Destination,
  surroundings: Surroundings,
): Promise<boolean> {
  if (output === undefined) {
    surroundings.print(text);
    return true;
  }
  const why = await surroundings.writeFile(absolutePath(surroundings.folder, output), text);
  if (why !== undefined) surroundings.printError(`plumbline ${command}: '${output}' could not be written: ${why}\n`);
  return why === undefined;
}

/** Says on one line what could not be done, with the way out. The tool's own words follow when there are any. */
export function refuse(command: string, problem: Problem | string, { printError }: Surroundings): ExitCode {
  const { message, action, detail } = typeof problem === 'string' ? { message: problem } : problem;
  printError(`plumbline ${command}: ${sentenceOf({ message, action })}\n`);
  if (detail !== undefined && detail.trim() !== '') printError(`${detail.trim()}\n`);
  return EXIT.incomplete;
}

/** What went wrong with the way out, on one line. */
export function sentenceOf({
  message,
  action,
}: Pick<Problem, 'message'> & { readonly action?: string | undefined }): string {
  return action === undefined ? message : `${message.replace(/\.$/, '')}. ${action}`;
}

/** Shows the steps of long work on a terminal's standard error. */
export function progressOn({ isInteractive, printError }: Surroundings): Progress {
  return (message) => {
    if (isInteractive) printError(`${message}\n`);
  };
}
