import { cancellable, type CancellationToken } from '../base/cancellation.ts';

/** NO_COLOR counts when it is set to anything but nothing (https://no-color.org). */
export function isColorWanted(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}

const ESCAPE = '\u001B';

/** The colours of `cli/formats/paint.ts`, and what clears a line. None of them hides a text or moves to another line. */
const OWN_CODES = /^\[(?:[01]|3[1-4]|90)m|^\[K/u;

/**
 * A text for a terminal or a log: names and messages come from files of others, and a terminal obeys control characters in
 * them. They are shown as they are written in YAML and JSON, `\u001b`; line breaks and our own colours stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (character, at: number) => {
    const isOwn =
      character === '\r'
        ? at === 0 || text.charAt(at + 1) === '\n'
        : character === ESCAPE && OWN_CODES.test(text.slice(at + 1, at + 5));
    return isOwn ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Writes to a stream. A reader that goes away (`| head`) ends the output and is no failure. */
export function printTo(stream: NodeJS.WriteStream): (text: string) => void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return (text) => {
    stream.write(printable(text));
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
