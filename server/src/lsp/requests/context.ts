import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { Progress } from '../../base/cancellation.ts';
import type { Boundary, Handler } from '../handle.ts';
import type { Failure, Outcome } from '../protocol.ts';
import type { RequestContext, Services } from '../services.ts';

/** What the handlers of custom methods work with. */
export interface RequestSetup {
  readonly connection: Connection;
  readonly boundary: Boundary;
  /** Made at the first use: most sessions only validate. */
  readonly services: () => Promise<Partial<Services>>;
  readonly isTrusted: () => boolean;
}

type ServiceName = Exclude<keyof Services, 'accounts' | 'includes'>;
type ParamsOf<Name extends ServiceName> = Parameters<Services[Name]>[0];
type AnswerOf<Name extends ServiceName> = Awaited<ReturnType<Services[Name]>>;

export const notTrusted: Failure = {
  code: 'not-trusted',
  message: 'This workspace is not trusted, so Plumbline runs no tool and sends nothing for it',
  action: 'Trust the workspace, then try again',
};

/**
 * The handler of a method whose work is the service of that name. `prepare` turns the URIs of the parameters into
 * paths. Work that executes or sends is refused in a workspace that is not trusted.
 */
export function serve<Name extends ServiceName>(
  { connection, boundary, services, isTrusted }: RequestSetup,
  name: Name,
  prepare: (params: ParamsOf<Name>) => ParamsOf<Name> = (params) => params,
): Handler<ParamsOf<Name>, Outcome<unknown>> {
  return boundary.request(`plumbline/${name}`, async (params: ParamsOf<Name>, token): Promise<Outcome<unknown>> => {
    if (!isTrusted()) return { ok: false, problem: notTrusted };
    const service = (await services())[name] as
      ((params: ParamsOf<Name>, context: RequestContext) => Promise<AnswerOf<Name>>) | undefined;
    if (service === undefined) return { ok: false, problem: unsupported(name) };
    return withProgress(connection, params, token, (context) => service(prepare(params), context));
  });
}

function unsupported(name: string): Failure {
  return { code: 'unsupported', message: `This server does not know 'plumbline/${name}' yet` };
}

async function withProgress<Answer>(
  connection: Connection,
  params: object,
  token: CancellationToken,
  work: (context: RequestContext) => Promise<Answer>,
): Promise<Answer> {
  const { workDoneToken } = params as { readonly workDoneToken?: string | number };
  if (workDoneToken === undefined) return work({ token, progress: () => undefined });
  const send = (value: object): void => {
    void connection.sendNotification('$/progress', { token: workDoneToken, value });
  };
  const progress: Progress = (message, done) => {
    send({ kind: 'report', message, ...(done !== undefined && { percentage: Math.round(done * 100) }) });
  };
  send({ kind: 'begin', title: 'Plumbline', cancellable: true });
  return work({ token, progress }).finally(() => {
    send({ kind: 'end' });
  });
}
