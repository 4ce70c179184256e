/** What a route answers; the server adds the headers that every answer has. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Text of this length in place of the body. */
  readonly megabytes?: number;
}

/** An answer that ends the route early, thrown from anywhere below it. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** GitLab's JSON has exactly this content type, without a charset. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function text(status: number, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': 'text/plain', ...headers }, body: Buffer.from(body) };
}

export function html(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(body) };
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) };
}

/** `{"message": …}`: a string, GitLab's array of sentences, or its object of arrays by attribute. */
export function refuse(status: number, message: string | readonly string[] | Record<string, readonly string[]>): never {
  throw new Refusal(json(status, { message }));
}

/** Failed parameter checks: the key is `error` here, not `message`. */
export function refuseParameters(problems: readonly string[]): never {
  throw new Refusal(json(400, { error: problems.join(', ') }));
}

/** `what` in Title Case (`Branch`) gives `404 Branch Not Found`; without it a missing record, `404 Not found`. */
export function notFound(what?: string): never {
  return refuse(404, what === undefined ? '404 Not found' : `404 ${what} Not Found`);
}

export function forbidden(reason?: string): never {
  return refuse(403, reason === undefined ? '403 Forbidden' : `403 Forbidden - ${reason}`);
}

export function badRequest(reason: string): never {
  return refuse(400, `400 Bad request - ${reason}`);
}
