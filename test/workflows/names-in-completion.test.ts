import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { ConnectedEditors } from './connected-editors.ts';

const VALUE = 'a value that nobody may see';
const TEXT = 'build:\n  script: echo $\n';

let editors: ConnectedEditors;

beforeAll(async () => {
  editors = await ConnectedEditors.start();
  const variable = { value: VALUE, environmentScope: '*', protected: false, masked: true, hidden: false };
  editors.bench.project.variables.push({ ...variable, key: 'DEPLOY_KEY' });
});

afterAll(() => editors.end());

interface Answer {
  readonly isIncomplete: boolean;
  readonly items: readonly { readonly label: string; readonly detail?: string }[];
}

async function start(token: string, options: object = {}): Promise<() => Promise<Answer>> {
  const client = await editors.open(token, options);
  editors.tellAccounts(client);
  const uri = editors.uriOf('.gitlab-ci.yml');
  client.open(uri, TEXT);
  return async () => {
    const position = { line: 1, character: '  script: echo $'.length };
    return (await client.request('textDocument/completion', { textDocument: { uri }, position })).result as Answer;
  };
}

/** Asks as an editor does while a list says that more is on its way. */
async function whenComplete(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  while (answer.isIncomplete) {
    await wait(100);
    answer = await ask();
  }
  return answer;
}

function deployKey({ items }: Answer): string | undefined {
  return items.find(({ label }) => label === '$DEPLOY_KEY')?.detail;
}

describe('variables of the project, while somebody writes', () => {
  it('come with the next list for a maintainer, and their values never', async () => {
    const ask = await start(editors.bench.tokens.maintainer);
    // The accounts are told in a message of their own, which the first list does not wait for.
    let answer = await whenComplete(ask);
    for (let attempt = 0; deployKey(answer) === undefined && attempt < 100; attempt++) {
      await wait(100);
      answer = await whenComplete(ask);
    }
    expect(deployKey(answer)).toBe('variable of the project, masked');
    expect(JSON.stringify(editors.clients.map(({ received }) => received))).not.toContain(VALUE);
  });

  it('are left out for a developer, who may not see them, and nobody is told of a failure', async () => {
    const ask = await start(editors.bench.tokens.developer);
    await wait(500);
    expect(deployKey(await whenComplete(ask))).toBeUndefined();
    const told = editors.clients.at(-1)?.received.filter(({ method }) => method?.startsWith('window/') === true) ?? [];
    expect(told.filter(({ params }) => (params as { type?: number }).type === 1)).toEqual([]);
  });

  it('are not asked for in a workspace that is not trusted', async () => {
    const ask = await start(editors.bench.tokens.maintainer, { isWorkspaceTrusted: false });
    await wait(500);
    const answer = await ask();
    expect(answer.isIncomplete).toBe(false);
    await wait(500);
    expect(deployKey(await ask())).toBeUndefined();
  });
});
