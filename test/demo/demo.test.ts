import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { Result } from '../../server/src/base/result.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createCluster } from '../../server/src/io/kubernetes/cluster.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import { isDrift, type DriftReport } from '../../server/src/plan/model.ts';
import { checkDrift } from '../../server/src/workflows/check-drift.ts';
import type { LiveObject, ObjectIdentity } from '../../server/src/workspace/ports/cluster.ts';
import { ensurePart } from '../setup/parts.mjs';
import { startDemo, type RunningDemo } from './demo.ts';
import { demoEnvironments, type DemoEnvironment } from './environments.ts';

const execute = promisify(execFile);
const repository = fileURLToPath(new URL('repository/', import.meta.url));
let demo: RunningDemo;
let tools: { readonly kubectl: string; readonly helm: string };

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  tools = part.paths;
  demo = await startDemo({ kubectl: tools.kubectl, gitlab: { backgroundDelay: 'never' } });
});

afterAll(async () => {
  await demo.stop();
  expect(existsSync(demo.folder)).toBe(false);
});

async function git(...args: readonly string[]): Promise<string> {
  return (await execute('git', args, { cwd: demo.clone })).stdout;
}

describe('the demo’s repository', () => {
  it.each(demoEnvironments)('renders for $name', async ({ overlay, namespace }) => {
    const { stdout } = await execute(tools.kubectl, ['kustomize', overlay], { cwd: repository });
    expect(stdout).toContain(`namespace: ${namespace}\n`);
  });

  it('has a chart that Helm accepts', async () => {
    const { stdout } = await execute(tools.helm, ['lint', '--strict', 'charts/mailer'], { cwd: repository });
    expect(stdout).toContain('0 chart(s) failed');
  });
});

describe('the demo’s clone', () => {
  it('is the default branch with changes that nobody has committed', async () => {
    expect((await git('rev-parse', '--abbrev-ref', 'HEAD')).trim()).toBe('main');
    expect((await git('status', '--porcelain')).split('\n').filter((line) => line !== '')).toEqual([
      ' M .gitlab-ci.yml',
      ' M overlays/production/kustomization.yaml',
      '?? ci/verify.yml',
    ]);
    expect(await git('log', '--oneline')).toContain('Roll web 3.9.0 out to staging');
  });

  it('knows where it came from, and holds no token', async () => {
    expect((await git('remote', 'get-url', 'origin')).trim()).toBe(`${demo.gitlab.url}/shop/gitops.git`);
    expect(await git('config', '--list')).not.toContain('Authorization');
    expect(await git('config', 'user.name')).toBe('Sam Silva\n');
  });
});

function get(context: string, ids: readonly ObjectIdentity[]): Promise<Result<readonly LiveObject[]>> {
  return createCluster().get({ context, kubeconfig: demo.kubeconfig }, ids, neverCancelled);
}

const reporting: ObjectIdentity = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'reporting' };

/** The objects of an overlay; kubectl prints their keys in a fixed order and form. */
async function rendered({ overlay, namespace }: DemoEnvironment): Promise<readonly ObjectIdentity[]> {
  const { stdout } = await execute(tools.kubectl, ['kustomize', overlay], { cwd: repository });
  const value = (document: string, key: string): string => new RegExp(`^${key}: (.+)$`, 'mu').exec(document)?.[1] ?? '';
  return stdout.split(/^---$/mu).map((document) => ({
    apiVersion: value(document, 'apiVersion'),
    kind: value(document, 'kind'),
    namespace,
    name: value(document.slice(document.search(/^metadata:$/mu)), '  name'),
  }));
}

async function drift(): Promise<ReadonlyMap<string, DriftReport>> {
  const executables = { git: 'git', kubectl: tools.kubectl, kustomize: 'no-such-kustomize' };
  const ports = {
    fileSystem: diskFileSystem,
    renderer: createRenderer({ executables: () => executables }),
    cluster: createCluster(),
    now: () => new Date(),
  };
  const request = { root: demo.clone, kubeconfig: demo.kubeconfig };
  const checked = await checkDrift(ports, request, () => undefined, neverCancelled);
  if (!checked.ok) throw new Error(checked.problem.message);
  return new Map(
    checked.value.map(({ environment, report }) => {
      if (!report.ok) throw new Error(report.problem.message);
      return [environment, report.value];
    }),
  );
}

describe('drift, as the product sees it', () => {
  it('is in three places of production and nowhere else', async () => {
    const reports = await drift();
    expect(reports.get('staging')?.counts).toMatchObject({ drifted: 0, missing: 0, inSync: 7, unknown: 0 });
    const production = reports.get('production');
    expect(production?.counts).toMatchObject({ drifted: 2, missing: 0, inSync: 8, unknown: 0 });
    const places = production?.resources.flatMap(({ id, source, attributes }) =>
      attributes.filter(isDrift).map(({ path: field, owners }) => ({
        object: `${id.kind} ${id.name}`,
        field: field.text,
        file: path.relative(demo.clone, source?.path ?? ''),
        by: owners.map(({ manager }) => manager),
      })),
    );
    expect(places).toEqual([
      {
        object: 'Deployment reporting',
        field: 'spec.replicas',
        file: 'overlays/production/reporting.yaml',
        by: ['kubectl-edit'],
      },
      {
        object: 'Deployment reporting',
        field: 'spec.template.spec.containers[name=reporting].image',
        file: 'overlays/production/reporting.yaml',
        by: ['kubectl-set'],
      },
      {
        object: 'CronJob database-backup',
        field: 'spec.schedule',
        file: 'overlays/production/backup.yaml',
        by: ['kubectl-edit'],
      },
    ]);
  });
});

describe('the recorded cluster', () => {
  it.each(demoEnvironments)('has every object of $name', async (environment) => {
    const ids = await rendered(environment);
    expect(ids.length).toBeGreaterThan(6);
    const answer = await get(environment.context, ids);
    expect(answer).toMatchObject({ ok: true, value: ids.map((id) => ({ id, found: 'yes' })) });
  });

  it('says what is not there, in the words of an API server', async () => {
    expect(await get('shop-production', [{ ...reporting, name: 'nobody' }])).toMatchObject({
      ok: true,
      value: [{ found: 'no' }],
    });
    expect(await get('shop-production', [{ ...reporting, kind: 'Gizmo' }])).toMatchObject({
      ok: true,
      value: [{ found: 'unknown', problem: { code: 'unsupported' } }],
    });
  });

  it('asks for its token and takes no changes', async () => {
    const { clusters, users } = JSON.parse(await readFile(demo.kubeconfig, 'utf8')) as {
      clusters: { cluster: { server: string } }[];
      users: { user: { token: string } }[];
    };
    const url = `${clusters[0]?.cluster.server ?? ''}/api/v1/namespaces/shop/services/web`;
    expect((await fetch(url)).status).toBe(401);
    const headers = { Authorization: `Bearer ${users[0]?.user.token ?? ''}` };
    expect((await fetch(url, { headers })).status).toBe(200);
    expect((await fetch(url, { headers, method: 'DELETE' })).status).toBe(405);
  });

  it('has a kubeconfig that only its owner can read', async () => {
    expect((await stat(demo.kubeconfig)).mode & 0o077).toBe(0);
  });
});
