import path from 'node:path';
import type { CancellationToken } from '../../server/src/base/cancellation.ts';
import type { Result } from '../../server/src/base/result.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import type { LintOnServerResult } from '../../server/src/lsp/protocol.ts';
import { createIncludeReader } from '../../server/src/io/includes/include-reader.ts';
import { lintOnServer, type LintRequest } from '../../server/src/workflows/lint-on-server.ts';
import type { DiskState } from '../../server/src/workspace/disk-state.ts';
import { isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { ProjectHome } from '../../server/src/workspace/included-file.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { engine } from '../gitlab/engine.ts';
import type { LoggedRequest } from '../gitlab/index.ts';
import { caller, startBench, type Bench } from './bench.ts';

export const lintPath = '/api/v4/projects/*/ci/lint';
export const validPipeline = 'stages: [build]\nbuild:\n  stage: build\n  script: make\n';

/** A clone with an editor on it, beside a GitLab that lints with the product's own engine. */
export class LintBench {
  readonly bench: Bench;
  #workspace = new Workspace();

  private constructor(bench: Bench) {
    this.bench = bench;
  }

  static async start(): Promise<LintBench> {
    return new LintBench(await startBench({ ...engine }));
  }

  end(): Promise<void> {
    return this.bench.end();
  }

  /** The clone as GitLab has it, no file open, no fault waiting. */
  async reset(): Promise<void> {
    const { bench } = this;
    bench.gitlab.faults.clear();
    await bench.git('switch', '--quiet', 'main');
    await bench.git('reset', '--quiet', '--hard', 'origin/main');
    await bench.git('clean', '--quiet', '-fd');
    this.#workspace = new Workspace();
    this.#workspace.setRoots([bench.clone]);
  }

  /** Commits files in GitLab, beside the clone. */
  async commit(branch: string, files: Readonly<Record<string, string>>): Promise<void> {
    const { gitlab, project, developer } = this.bench;
    await gitlab.commit(project, { branch, message: 'Change', author: developer, files });
  }

  /** Opens a file in the editor with a text that is not saved. */
  open(file: string, text: string): void {
    this.#workspace.open(this.at(file), text);
  }

  at(file: string): string {
    return path.join(this.bench.clone, file);
  }

  /** What the language server's host does, without its timers. */
  lint(
    file = '.gitlab-ci.yml',
    more: Partial<LintRequest> = {},
    token: CancellationToken = caller.token,
  ): Promise<Result<LintOnServerResult>> {
    const { ports, target } = this.bench;
    const { git, accounts } = ports;
    const lintPorts = {
      git,
      accounts,
      load: (paths: readonly string[]) => this.#load(paths),
      uriOf: (one: string) => `file://${one}`,
      productVersion: '1.2.3',
    };
    const request = { path: this.at(file), project: target, dryRun: false, ...more };
    return lintOnServer(lintPorts, request, { ...caller, token });
  }

  async linted(file?: string, more?: Partial<LintRequest>): Promise<LintOnServerResult> {
    const result = await this.lint(file, more);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    return result.value;
  }

  /** The marked text of each finding, with its message. */
  marked({ findings }: LintOnServerResult): string[][] {
    return findings.map(({ file, range, message, isExact }) => {
      const state = this.#workspace.snapshot().file(this.at(file));
      const text = state.state === 'loaded' ? (state.file.text.split('\n')[range.start.line] ?? '') : '';
      const end = range.end.line === range.start.line ? range.end.character : text.length;
      const place = `${file}:${range.start.line + 1}: ${text.slice(range.start.character, end)}`;
      return [message, isExact ? place : `near ${place}`];
    });
  }

  /** The answers of GitLab's lint from now on, in words of its own. */
  gitlabSays(errors: readonly string[], warnings: readonly string[] = []): void {
    const body = { valid: errors.length === 0, errors, warnings, merged_yaml: null, includes: [] };
    this.bench.gitlab.faults.add({ path: lintPath, kind: 'status', status: 200, body, count: -1 });
  }

  lastLint(): LoggedRequest | undefined {
    return this.bench.gitlab.requests.findLast(({ path: asked }) => asked.includes('/ci/lint'));
  }

  /** What a user's credential helper makes of `git fetch`. */
  async fetch(): Promise<void> {
    const credential = Buffer.from(`oauth2:${this.bench.tokens.developer}`).toString('base64');
    const header = `http.extraHeader=Authorization: Basic ${credential}`;
    await this.bench.git('-c', header, 'fetch', '--quiet', 'origin');
  }

  async #load(paths: readonly string[]): Promise<Snapshot> {
    const { clone } = this.bench;
    const workspace = this.#workspace;
    const listed = await diskFileSystem.list(clone);
    const isListed = workspace.snapshot().filesBelow(clone)?.join('\n') === listed.toSorted().join('\n');
    if (!isListed) workspace.setListing(clone, listed);
    for (const folder of workspace.takeWantedHomes()) workspace.setHome(folder, this.#home());
    for (const one of new Set([...paths, ...workspace.takeWanted()])) {
      if (!workspace.isOpen(one)) workspace.setDisk(one, await this.#read(one));
    }
    return workspace.snapshot();
  }

  #home(): ProjectHome {
    return { state: 'known', instance: this.bench.gitlab.url, project: this.bench.project.path };
  }

  #read(file: string): Promise<DiskState> {
    if (!isIncludePath(file)) return diskFileSystem.read(file);
    const { ports, gitlab, storage } = this.bench;
    return createIncludeReader({
      cacheFolder: () => path.join(storage, 'includes'),
      settings: () => defaultSettings,
      connect: ports.accounts.connect,
      instances: () => [gitlab.url],
      home: () => Promise.resolve(this.#home()),
      userAgent: 'plumbline-test',
      freshness: 'renewed',
    }).read(file);
  }
}
