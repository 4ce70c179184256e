import type { CancellationToken, Progress } from '../base/cancellation.ts';
import { ownText } from '../base/record.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import { compareObject } from '../plan/kubernetes/compare-object.ts';
import type { CompareOptions, Engine } from '../plan/kubernetes/options.ts';
import { identityOf } from '../plan/kubernetes/prepare.ts';
import type { DriftReport, ResourceChange } from '../plan/model.ts';
import { plumblineFileNames, readPlumblineFile, type DeclaredEnvironment } from '../workspace/plumbline-file.ts';
import type { Cluster, LiveObject, ObjectIdentity } from '../workspace/ports/cluster.ts';
import { countChanges } from './check-drift/count-changes.ts';
import { compareFormer, formerIdentity } from './check-drift/former-object.ts';
import { readManifests, type Manifest, type ManifestPorts } from './check-drift/manifests.ts';

interface DriftPorts extends ManifestPorts {
  readonly cluster: Cluster;
  readonly now: () => Date;
}

export interface DriftRequest {
  /** The repository's root, absolute with forward slashes. */
  readonly root: string;
  /** One environment by name; all that have a Kubernetes context when absent. */
  readonly environment?: string;
  /** From the user's settings, never from the repository. */
  readonly kubeconfig?: string;
  /** Texts of the editor, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/** What came out for one environment: a report, or why the whole environment is unknown. */
export interface CheckedEnvironment {
  readonly environment: string;
  readonly report: Result<DriftReport>;
}

/**
 * Compares what Git says with what is live, for each environment of `.plumbline.yml` that has a Kubernetes context. Only reads. An object
 * that could not be asked for is unknown in its report; an environment that could not be checked says why.
 */
export async function checkDrift(
  ports: DriftPorts,
  request: DriftRequest,
  progress: Progress,
  token: CancellationToken,
): Promise<Result<readonly CheckedEnvironment[]>> {
  const declared = await readDeclared(ports, request);
  if (!declared.ok) return declared;
  const { file, ignoreDifferences } = declared.value;
  const chosen = chooseEnvironments(declared.value, request.environment);
  if (!chosen.ok) return chosen;
  const checked: CheckedEnvironment[] = [];
  for (const [index, environment] of chosen.value.entries()) {
    if (token.isCancellationRequested) return failure(cancelled);
    progress(`Checking ${environment.name}`, index / chosen.value.length);
    const report = await checkEnvironment(ports, { request, file, environment, ignoreDifferences }, token);
    if (!report.ok && report.problem.code === 'cancelled') return report;
    checked.push({ environment: environment.name, report });
  }
  return success(checked);
}

const cancelled: Problem = { code: 'cancelled', message: 'Checking for drift was cancelled.' };

interface Declared {
  /** The name of the file that declares them. */
  readonly file: string;
  readonly environments: readonly DeclaredEnvironment[];
  readonly ignoreDifferences: NonNullable<CompareOptions['ignoreDifferences']>;
}

async function readDeclared({ fileSystem }: DriftPorts, { root, unsaved }: DriftRequest): Promise<Result<Declared>> {
  for (const file of plumblineFileNames) {
    const path = `${root}/${file}`;
    const open = unsaved?.get(path);
    const disk = open === undefined ? await fileSystem.read(path) : { state: 'text' as const, text: open };
    if (disk.state === 'unreadable') {
      return failure({ code: 'invalid', message: `'${file}' cannot be read: ${disk.why}.` });
    }
    if (disk.state === 'missing') continue;
    const read = readPlumblineFile(file, disk.text);
    return read.ok ? success({ file, ...read.value }) : read;
  }
  const [name] = plumblineFileNames;
  return failure({
    code: 'not-found',
    message: `There is no '${name}', so it is not known where the environments are.`,
    action: `Write '${name}' with an environment that has 'source' and 'kubernetes.context'.`,
  });
}

function chooseEnvironments(
  { file, environments }: Declared,
  name: string | undefined,
): Result<readonly DeclaredEnvironment[]> {
  if (name === undefined) return success(environments.filter(({ kubernetes }) => kubernetes !== undefined));
  const found = environments.filter((environment) => environment.name === name);
  if (found.length > 0) return success(found);
  const names = environments.map((environment) => `'${environment.name}'`).join(', ');
  return failure({
    code: 'not-found',
    message: `There is no environment '${name}' in '${file}'.`,
    ...(names === '' ? {} : { action: `Use one of ${names}.` }),
  });
}

interface EnvironmentCheck {
  readonly request: DriftRequest;
  readonly file: string;
  readonly environment: DeclaredEnvironment;
  readonly ignoreDifferences: Declared['ignoreDifferences'];
}

async function checkEnvironment(
  ports: DriftPorts,
  { request, file, environment, ignoreDifferences }: EnvironmentCheck,
  token: CancellationToken,
): Promise<Result<DriftReport>> {
  const { name, source, kubernetes, controller } = environment;
  if (kubernetes === undefined || source === undefined) return failure(incomplete(file, environment));
  const manifests = await readManifests(ports, { ...request, source }, token);
  if (!manifests.ok) return manifests;
  const wanted = new Map(manifests.value.map((manifest) => [keyOf(manifest.object, kubernetes.namespace), manifest]));
  const ids = [...wanted.values()].flatMap(({ object }) => clusterId(object, kubernetes.namespace));
  const { kubeconfig } = request;
  const target = { context: kubernetes.context, ...(kubeconfig === undefined ? {} : { kubeconfig }) };
  const live = await ports.cluster.get(target, ids, token);
  if (!live.ok) return live;
  const options: CompareOptions = {
    ignoreDifferences,
    crds: manifests.value.map(({ object }) => object).filter(isDefinition),
    ...(controller === undefined ? {} : { engine: engines[controller] }),
  };
  const getFormer = (formerIds: readonly ObjectIdentity[]): ReturnType<Cluster['get']> =>
    ports.cluster.get(target, formerIds, token);
  const resources = await compareAll([...wanted.values()], live.value, { options, getFormer });
  return success({
    environment: name,
    at: ports.now().toISOString(),
    fidelity: 'live-get',
    resources,
    counts: countChanges(resources),
    problems: [],
  });
}

const engines: Readonly<Record<NonNullable<DeclaredEnvironment['controller']>, Engine>> = {
  flux: 'flux-kustomize',
  'argo-cd': 'argo-cd',
  'gitlab-agent': 'gitlab-agent',
  push: 'push',
};

function incomplete(file: string, { name, kubernetes }: DeclaredEnvironment): Problem {
  const what = kubernetes === undefined ? 'kubernetes.context' : 'source';
  return {
    code: 'invalid',
    message: `The environment '${name}' has no '${what}' in '${file}'.`,
    action: `Add '${what}' to '${name}'.`,
  };
}

function keyOf(object: unknown, namespace = ''): string {
  const id = identityOf(object);
  return JSON.stringify([id?.group, id?.kind, id?.namespace || namespace, id?.name]);
}

function clusterId(object: unknown, namespace: string | undefined): ObjectIdentity[] {
  const id = identityOf(object);
  if (id === undefined) return [];
  const place = id.namespace || namespace;
  return [
    {
      apiVersion: ownText(object, 'apiVersion') ?? '',
      kind: id.kind,
      name: id.name,
      ...(place === undefined ? {} : { namespace: place }),
    },
  ];
}

function isDefinition(object: unknown): boolean {
  return ownText(object, 'kind') === 'CustomResourceDefinition';
}

interface Comparing {
  readonly options: CompareOptions;
  readonly getFormer: (ids: readonly ObjectIdentity[]) => ReturnType<Cluster['get']>;
}

/** Generated objects that are not there under their present name are compared with those that are live in their place. */
async function compareAll(
  manifests: readonly Manifest[],
  live: readonly LiveObject[],
  { options, getFormer }: Comparing,
): Promise<ResourceChange[]> {
  const moved = manifests.flatMap((manifest, index) => {
    const former = live[index]?.found === 'no' ? formerIdentity(manifest, live) : undefined;
    return former === undefined ? [] : [{ manifest, former }];
  });
  const answer = moved.length === 0 ? undefined : await getFormer(moved.map(({ former }) => former));
  const formerLive = answer?.ok === true ? answer.value : [];
  const compared = new Map(
    moved.map(({ manifest }, index) => [manifest, compareFormer(manifest, formerLive[index], options)]),
  );
  return manifests.map((manifest, index) => {
    const former = compared.get(manifest);
    return former === undefined
      ? compareOne(manifest, live[index], options)
      : { ...former, ...originOfManifest(manifest) };
  });
}

function originOfManifest({ source, patches, kustomizations }: Manifest): Partial<ResourceChange> {
  return { ...(source && { source }), ...(patches && { patches }), ...(kustomizations && { kustomizations }) };
}

/** An object that could not be asked for is unknown, never in sync. */
function compareOne(manifest: Manifest, live: LiveObject | undefined, options: CompareOptions): ResourceChange {
  const { object } = manifest;
  const origin = originOfManifest(manifest);
  if (live === undefined || live.found === 'unknown') {
    const change = compareObject({ desired: object, live: null });
    const reason = live === undefined ? 'the cluster did not answer for it' : live.problem.message;
    return { id: change.id, kind: 'unknown', attributes: [], messages: [], reason, ...origin };
  }
  const change = compareObject({ desired: object, live: live.found === 'yes' ? live.object : null, options });
  return { ...change, ...origin };
}
