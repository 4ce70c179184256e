import { writeSync } from 'node:fs';
import type { Result } from '../../server/src/base/result.ts';
import {
  openMergeRequest,
  type OpenMergeRequestPorts,
  type OpenMergeRequestRequest,
} from '../../server/src/workflows/open-merge-request.ts';
import type { Accounts } from '../../server/src/workflows/accounts.ts';
import { caller, portsFor } from './bench.ts';

/**
 * One run in a process of its own that kills itself (SIGKILL: nothing can be tidied up) right after the call with the
 * given number. Only calls with an effect count: a kill after a read is the same as one before the next effect.
 */
interface Order {
  readonly instance: string;
  readonly token: string;
  readonly storage: string;
  readonly request: OpenMergeRequestRequest;
  /** 0 never kills, and prints the names of the calls. */
  readonly killAfter: number;
}

const effects = new Set([
  'hold',
  'write',
  'clear',
  'planCommit',
  'writeCommit',
  'stage',
  'setBranch',
  'attachHead',
  'setUpstream',
  'commitMade',
  'push',
  'createMergeRequest',
]);

type Calls = Readonly<Record<string, unknown>>;
type Call = (...args: readonly unknown[]) => Promise<unknown>;

function counted<Port extends object>(port: Port, after: (name: string) => void): Port {
  const wrapped = Object.entries(port as Calls).map(([name, call]) => {
    if (typeof call !== 'function' || !effects.has(name)) return [name, call];
    const counting: Call = async (...args) => {
      const answer = await (call as Call)(...args);
      after(name);
      return answer;
    };
    return [name, counting];
  });
  return Object.fromEntries(wrapped) as Port;
}

function countingPorts(ports: OpenMergeRequestPorts, after: (name: string) => void): OpenMergeRequestPorts {
  const map = <Value extends object>(result: Result<Value>): Result<Value> =>
    result.ok ? { ok: true, value: counted(result.value, after) } : result;
  const accounts: Accounts = {
    ...ports.accounts,
    connect: async (instance) => map(await ports.accounts.connect(instance)),
  };
  return {
    git: { openRepository: async (folder, token) => map(await ports.git.openRepository(folder, token)) },
    accounts,
    journal: counted(ports.journal, after),
  };
}

async function main(): Promise<void> {
  const order = JSON.parse(process.env['PLUMBLINE_TEST_ORDER'] ?? '{}') as Order;
  Reflect.deleteProperty(process.env, 'PLUMBLINE_TEST_ORDER');
  const names: string[] = [];
  const ports = countingPorts(portsFor(order.instance, order.token, order.storage), (name) => {
    names.push(name);
    writeSync(1, `${name}\n`);
    if (names.length === order.killAfter) process.kill(process.pid, 'SIGKILL');
  });
  const outcome = await openMergeRequest(ports, order.request, caller);
  writeSync(2, JSON.stringify(outcome));
}

await main();
