import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, portOf } from '../workflows/secure-servers.ts';

/** A server before a registry that can behave as some do; what it does not change comes from the real one. */
export interface Front {
  readonly host: string;
  readonly asked: { readonly method: string; readonly url: string; readonly authorization: string | undefined }[];
  /** Answers in the registry's place; undefined hands the request on. */
  behave: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** Headers of the registry's answers that do not come through. */
  readonly hidden: Set<string>;
  readonly reset: () => void;
  readonly stop: () => void;
}

export async function startFront(behind: string): Promise<Front> {
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    front.asked.push({ method, url, authorization: headers.authorization });
    if (front.behave?.(request, response) === true) return;
    const onward = httpRequest(`${behind}${url}`, { method, headers }, (answer) => {
      const shown = Object.entries(answer.headers).filter(([name]) => !front.hidden.has(name));
      response.writeHead(answer.statusCode ?? 500, Object.fromEntries(shown));
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await listen(server);
  const front: Front = {
    host: `127.0.0.1:${portOf(server)}`,
    asked: [],
    behave: undefined,
    hidden: new Set(),
    reset: () => {
      front.asked.length = 0;
      front.behave = undefined;
      front.hidden.clear();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return front;
}
