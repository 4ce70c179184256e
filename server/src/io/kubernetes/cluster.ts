import type { CancellationToken } from '../../base/cancellation.ts';
import { parseJson } from '../../base/json.ts';
import { ownText, ownValueAt } from '../../base/record.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { Cluster, ClusterTarget, LiveObject, ObjectIdentity } from '../../workspace/ports/cluster.ts';
import { connect, MAX_CONNECTIONS, type Connection, type ServerAnswer } from './connection.ts';
import { discover, pathOf, type ServedKind, type ServedKinds } from './discovery.ts';
import { kubeconfigFiles, versionOf } from './kubeconfig.ts';
import { problemOf, statusOf } from './server-answer.ts';

interface Known {
  readonly connection: Connection;
  /** By API version. What is not in it may have been added to the cluster since, and is asked for again. */
  readonly kinds: Map<string, ServedKinds>;
}

/** A failure ends the whole question; what concerns one object is a LiveObject. */
type Question = (id: ObjectIdentity) => Promise<Result<LiveObject>>;

/** Reads from API servers with GET and nothing else. Keeps its connections and the kinds that the servers have. */
export function createCluster(environment: NodeJS.ProcessEnv = process.env): Cluster {
  const known = new Map<string, Known>();

  const open = async (target: ClusterTarget, token: CancellationToken): Promise<Result<Known & { isNew: boolean }>> => {
    const key = JSON.stringify([target.context, target.kubeconfig]);
    const old = known.get(key);
    const version = await versionOf(kubeconfigFiles(target, environment));
    if (old?.connection.version === version && !old.connection.isExpired()) return success({ ...old, isNew: false });
    old?.connection.close();
    known.delete(key);
    const connection = await connect(target, environment, token);
    if (!connection.ok) return connection;
    const entry: Known = { connection: connection.value, kinds: new Map() };
    known.set(key, entry);
    return success({ ...entry, isNew: true });
  };

  const get: Cluster['get'] = async (target, ids, token) => {
    const opened = await open(target, token);
    if (!opened.ok) return opened;
    const answer = await askAll(ids, questionTo(opened.value, token));
    if (answer.ok || answer.problem.code !== 'unauthorized') return answer;
    // A token that was good an hour ago may be renewed by signing in again; one that is new is simply wrong.
    opened.value.connection.close();
    known.delete(JSON.stringify([target.context, target.kubeconfig]));
    return opened.value.isNew ? answer : get(target, ids, token);
  };
  return { get };
}

/** Asks for all, a few at a time; stops at the first failure. */
async function askAll(ids: readonly ObjectIdentity[], question: Question): Promise<Result<readonly LiveObject[]>> {
  const answers: LiveObject[] = [];
  const waiting = ids.entries();
  let failed: Problem | undefined;
  const worker = async (): Promise<void> => {
    // The workers share one iterator, so each takes the next that nobody has.
    for (const [index, id] of waiting) {
      if (failed !== undefined) return;
      const answer = await question(id);
      if (answer.ok) answers[index] = answer.value;
      else failed ??= answer.problem;
    }
  };
  await Promise.all(Array.from({ length: Math.min(MAX_CONNECTIONS, ids.length) }, worker));
  return failed === undefined ? success(answers) : failure(failed);
}

function questionTo({ connection, kinds }: Known, token: CancellationToken): Question {
  const asked = new Map<string, Promise<Result<ServedKinds>>>();
  const kindsOf = (apiVersion: string, path: string): Promise<Result<ServedKinds>> => {
    const running = asked.get(apiVersion) ?? discover(connection, path, token);
    asked.set(apiVersion, running);
    return running;
  };
  return async (id) => {
    const path = pathOf(id.apiVersion);
    const flaw = path === undefined ? `'${id.apiVersion}' is no API version` : flawIn(id);
    if (path === undefined || flaw !== undefined) {
      return unknown(id, { code: 'invalid', message: `${id.kind} '${id.name}' cannot be asked for: ${flaw ?? ''}.` });
    }
    let kind = kinds.get(id.apiVersion)?.get(id.kind);
    if (kind === undefined) {
      const served = await kindsOf(id.apiVersion, path);
      if (!served.ok) return concernsAll(served.problem) ? served : unknown(id, served.problem);
      kinds.set(id.apiVersion, served.value);
      kind = served.value.get(id.kind);
    }
    if (kind === undefined) return unknown(id, notServed(id, connection));
    const answer = await connection.get(path + objectPath(id, kind, connection.namespace), token);
    return answer.ok ? understand(id, answer.value, connection) : answer;
  };
}

/** Whether a problem would meet every other object too. */
function concernsAll(problem: Problem): boolean {
  return ['cancelled', 'offline', 'refused', 'unauthorized'].includes(problem.code);
}

/** Parts of a path may be neither empty (that would ask for a list) nor lead elsewhere. */
function flawIn(id: ObjectIdentity): string | undefined {
  if (id.name === '') return 'it has no name';
  const isSegment = (text: string): boolean => text !== '.' && text !== '..' && !/[/%]/u.test(text);
  return [id.name, id.namespace ?? ''].every(isSegment) ? undefined : 'its name or namespace is not one';
}

function objectPath(id: ObjectIdentity, kind: ServedKind, namespace: string): string {
  const place = kind.isNamespaced ? `/namespaces/${encodeURIComponent(id.namespace || namespace)}` : '';
  return `${place}/${kind.plural}/${encodeURIComponent(id.name)}`;
}

function understand(id: ObjectIdentity, answer: ServerAnswer, connection: Connection): Result<LiveObject> {
  const parsed = parseJson(answer.body);
  const status = statusOf(answer);
  if (answer.status === 200 && parsed.ok && isThe(id, parsed.value)) {
    return success({ id, found: 'yes', object: parsed.value });
  }
  if (answer.status === 404 && status?.reason === 'NotFound') {
    return status.name === id.name ? success({ id, found: 'no' }) : unknown(id, notServed(id, connection));
  }
  const problem = problemOf(answer, connection);
  return problem.code === 'unauthorized' ? failure(problem) : unknown(id, problem);
}

function isThe(id: ObjectIdentity, object: unknown): boolean {
  return ownText(object, 'kind') === id.kind && ownValueAt(object, 'metadata', 'name') === id.name;
}

function unknown(id: ObjectIdentity, problem: Problem): Result<LiveObject> {
  return success({ id, found: 'unknown', problem });
}

function notServed(id: ObjectIdentity, connection: Connection): Problem {
  return {
    code: 'unsupported',
    message: `Kind '${id.kind}' of '${id.apiVersion}' is not served by the cluster of context '${connection.context}'.`,
    action: 'Install its custom resource definition, or correct apiVersion and kind.',
  };
}
