import type { CodeLens, Connection } from 'vscode-languageserver/node';
import { codeLens, resolveCodeLens } from '../features/code-lens.ts';
import type * as engine from '../features/answers.ts';
import type { YamlFile } from '../yaml/file.ts';
import * as convert from './convert.ts';
import { ask } from './question.ts';
import type { Session } from './session.ts';

/** What a lens is asked for with later. */
interface LensData {
  readonly uri: string;
  readonly later: string;
}

/** Answers lenses at once and their titles when they come into sight. */
export function registerLensRequests(connection: Connection, session: Session): void {
  const { boundary, client } = session;
  connection.onCodeLens(
    boundary.request('textDocument/codeLens', ({ textDocument: { uri } }): CodeLens[] | null => {
      const question = ask(session, uri);
      if (question === undefined) return null;
      const { file, target } = question;
      return codeLens(target.snapshot, file).map((lens) => {
        const range = file.lines.rangeAt(lens.range);
        if (lens.later !== undefined) return { range, data: { uri, later: lens.later } satisfies LensData };
        return { range, command: commandOf({ file, target, uri }, lens, client.isVsCode) };
      });
    }),
  );
  connection.onCodeLensResolve(
    boundary.request('codeLens/resolve', (lens): CodeLens => {
      const data = lens.data as LensData | undefined;
      const question = data && ask(session, data.uri);
      const title = question && resolveCodeLens(question.target.snapshot, question.file, data.later);
      return { ...lens, command: lens.command ?? { title: title ?? '', command: '' } };
    }),
  );
}

interface Place {
  readonly file: YamlFile;
  readonly target: convert.Target;
  readonly uri: string;
}

/** A list of places is shown by a command of VS Code's; elsewhere the lens only tells. */
function commandOf(
  { file, target, uri }: Place,
  { title, command, places, range }: engine.CodeLens,
  isVsCode: boolean,
): NonNullable<CodeLens['command']> {
  if (places === undefined) {
    return { title, command: command?.id ?? '', ...(command && { arguments: [...command.arguments] }) };
  }
  if (!isVsCode || command === undefined) return { title, command: '' };
  const locations = convert.toLocations(places, target);
  return { title, command: command.id, arguments: [uri, file.lines.positionAt(range.start), locations] };
}
