import type { Answer } from './http/answer.ts';
import type { State } from './state.ts';

/** A file that was put on the server as on any web server; undefined when there is none at this path. */
export function answerPlainFile(state: State, path: string): Answer | undefined {
  const file = state.plainFiles.get(path);
  return file && { status: 200, headers: { 'Content-Type': file.contentType }, body: Buffer.from(file.body) };
}
