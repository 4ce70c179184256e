import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createCluster } from '../../server/src/io/kubernetes/cluster.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import { describeChange } from '../../server/src/plan/kubernetes/explain.ts';
import { isDrift, type AttributeChange, type DriftReport, type ResourceChange } from '../../server/src/plan/model.ts';
import { originOf } from '../../server/src/plan/origin.ts';
import { checkDrift, type DriftRequest } from '../../server/src/workflows/check-drift.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { startCluster, type TestCluster } from '../cluster/start-cluster.ts';
import { ensurePart } from '../setup/parts.mjs';

const execute = promisify(execFile);

/** A real API server with the namespace `shop`, and a repository whose manifests are compared with it. */
export class DriftBench {
  readonly #cluster: TestCluster;
  readonly #kubectl: string;
  /** The texts of the repository as written, by absolute path. */
  readonly #texts = new Map<string, string>();
  root = '';

  private constructor(cluster: TestCluster, kubectl: string) {
    this.#cluster = cluster;
    this.#kubectl = kubectl;
  }

  static async start(): Promise<DriftBench> {
    const part = await ensurePart('kubectl');
    if (!part.ok) throw new Error(part.why);
    const bench = new DriftBench(await startCluster(), part.paths.kubectl);
    await bench.kubectl('create', 'namespace', 'shop');
    return bench;
  }

  stop(): Promise<void> {
    return this.#cluster.stop();
  }

  /** An empty repository. Answers what removes it. */
  async newRepository(): Promise<() => Promise<void>> {
    const root = await mkdtemp(path.join(tmpdir(), 'plumbline-drift-'));
    this.root = root;
    this.#texts.clear();
    return () => rm(root, { recursive: true });
  }

  async write(name: string, text: string): Promise<string> {
    const file = path.join(this.root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    this.#texts.set(file, text);
    return text;
  }

  /** Declares the environment `production` with settings in YAML's flow style. */
  environment(settings: string, file = '.plumbline.yml'): Promise<string> {
    return this.write(file, `version: 1\nenvironments:\n  production: { ${settings} }\n`);
  }

  kubectl(...args: readonly string[]): Promise<{ readonly stdout: string }> {
    return execute(this.#kubectl, ['--kubeconfig', this.#cluster.kubeconfig, '--namespace', 'shop', ...args]);
  }

  check(request: Partial<DriftRequest> = {}): ReturnType<typeof checkDrift> {
    const executables = { git: 'git', kubectl: this.#kubectl, kustomize: 'no-such-kustomize' };
    const ports = {
      fileSystem: diskFileSystem,
      renderer: createRenderer({ executables: () => executables }),
      cluster: createCluster(),
      now: () => new Date(),
    };
    const whole = { root: this.root, kubeconfig: this.#cluster.kubeconfig, ...request };
    return checkDrift(ports, whole, () => undefined, neverCancelled);
  }

  async report(): Promise<DriftReport> {
    const checked = await this.check();
    const [first] = checked.ok ? checked.value : [];
    if (!first?.report.ok) throw new Error(JSON.stringify(first ?? checked));
    return first.report.value;
  }

  /** `kind field: file: text at the origin | ghost text` of each difference, sorted. */
  lines({ resources }: DriftReport): string[] {
    const lines = resources.flatMap((resource) =>
      resource.attributes.filter(isDrift).map((change) => {
        const { text } = change.path;
        return `${resource.id.kind} ${text}: ${this.#placeOf(resource, change)} | ${describeChange(change, new Date()).ghost}`;
      }),
    );
    return lines.toSorted();
  }

  #placeOf(resource: ResourceChange, change: AttributeChange): string {
    const origin = originOf(resource, change.path, (file) => {
      const text = this.#texts.get(file);
      return text === undefined ? undefined : parseYamlFile(file, text);
    });
    if (origin === undefined) return 'nowhere';
    const text = this.#texts.get(origin.path)?.slice(origin.range.start, origin.range.end) ?? '';
    return `${path.relative(this.root, origin.path)}: ${text}`;
  }
}

/** Of what is applied from `manifests`. */
export const manifestsInShop = 'source: manifests, kubernetes: { context: plumbline-test, namespace: shop }';
