import type { YamlFile } from '../yaml/file.ts';
import type { Target } from './convert.ts';
import type { Session } from './session.ts';
import { pathOf } from './uri.ts';

/** What a request about one document is about. */
export interface Question {
  readonly file: YamlFile;
  readonly target: Target;
}

/** Undefined for a document that the server does not have: it gets no answer. */
export function ask({ workspace, documents }: Session, uri: string): Question | undefined {
  const snapshot = workspace.snapshot();
  const state = snapshot.file(pathOf(uri));
  if (state.state !== 'loaded') return undefined;
  return { file: state.file, target: { snapshot, uriOf: (path) => documents.uriOf(path) } };
}
