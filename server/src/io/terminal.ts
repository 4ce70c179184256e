import { cancellable, type CancellationToken } from '../base/cancellation.ts';

/** NO_COLOR counts when it is set to anything but nothing (https://no-color.org). */
export function isColorWanted(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}

/** Writes to a stream. A reader that goes away (`| head`) ends the output and is no failure. */
export function printTo(stream: NodeJS.WriteStream): (text: string) => void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return (text) => {
    stream.write(text);
  };
}

/** All of standard input as UTF-8. */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A token that the first SIGINT cancels. After it the signal ends the process again, as it does without a listener. */
export function interruption(): CancellationToken {
  const { token, cancel } = cancellable();
  process.once('SIGINT', cancel);
  return token;
}
