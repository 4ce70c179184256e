import { MessageType, ShowMessageNotification, type Connection } from 'vscode-languageserver/node';
import { cancellable, type CancellationToken } from '../base/cancellation.ts';
import type { AskedEdits, TextEdit } from '../features/answers.ts';
import type { Failure, Outcome } from './protocol.ts';
import { notTrusted } from './requests/context.ts';
import type { Services } from './services.ts';
import type { Session } from './session.ts';

/** What an action that has to ask somebody works with. */
export interface AskingPorts {
  readonly connection: Connection;
  readonly session: Session;
  readonly services: () => Promise<Partial<Services>>;
  readonly isTrusted: () => boolean;
}

/** Before this, progress would only flicker. */
const SHOWN_AFTER_MS = 700;

/**
 * Asks what an action needs to know and makes its edits for the newest text. Where there are none the user is told why,
 * unless he ended it himself: of a failed `codeAction/resolve` a client shows nothing.
 */
export async function askForEdits(
  asked: AskedEdits,
  ports: AskingPorts,
  token: CancellationToken,
): Promise<readonly TextEdit[] | undefined> {
  const edits = ports.isTrusted() ? await findEdits(asked, ports, token) : failed(notTrusted);
  if (edits.ok) return edits.value;
  const { code, message, action } = edits.problem;
  const wayOut = action === undefined ? '' : `; ${action}`;
  if (code !== 'cancelled') {
    const text = `Plumbline: ${message}${wayOut}.`;
    void ports.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message: text });
  }
  return undefined;
}

async function findEdits(
  { image, edits }: AskedEdits,
  ports: AskingPorts,
  token: CancellationToken,
): Promise<Outcome<readonly TextEdit[]>> {
  const { imageDigest } = await ports.services();
  const name = `${image.bare}:${image.tag}`;
  if (imageDigest === undefined) return failed({ code: 'unsupported', message: 'This server asks no registries' });
  const digest = await showProgress(ports, { title: `Asking the registry for '${name}'`, token }, (both) =>
    imageDigest(image, { token: both, progress: () => undefined }),
  );
  if (!digest.ok) {
    const { problem } = digest;
    return failed({ ...problem, message: `'${name}' is not pinned: ${problem.message}` });
  }
  const made = edits(digest.value, ports.session.workspace.snapshot());
  return made === undefined ? failed(changed(name)) : { ok: true, value: made };
}

function failed(problem: Failure): Outcome<never> {
  return { ok: false, problem };
}

function changed(name: string): Failure {
  return {
    code: 'conflict',
    message: `'${name}' is not pinned: its text has changed while the registry was asked`,
    action: 'choose the action again',
  };
}

interface Shown {
  readonly title: string;
  /** The client's own. */
  readonly token: CancellationToken;
}

/** Shows what takes long, with a way to end it; neither request nor answer has a place for that. */
async function showProgress<Answer>(
  { connection, session }: AskingPorts,
  { title, token }: Shown,
  work: (token: CancellationToken) => Promise<Answer>,
): Promise<Answer> {
  const { token: both, cancel } = cancellable();
  const subscription = token.onCancellationRequested(cancel);
  let isOver = false;
  let end = (): void => undefined;
  const show = async (): Promise<void> => {
    const reporter = await connection.window.createWorkDoneProgress();
    reporter.begin('Plumbline', undefined, title, true);
    reporter.token.onCancellationRequested(cancel);
    end = () => {
      reporter.done();
    };
    if (isOver) end();
  };
  const timer = setTimeout(() => {
    if (session.client.showsProgress) session.boundary.runLater('progress', show);
  }, SHOWN_AFTER_MS);
  return work(both).finally(() => {
    isOver = true;
    clearTimeout(timer);
    subscription.dispose();
    end();
  });
}
