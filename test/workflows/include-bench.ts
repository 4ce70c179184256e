import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { createIncludeReader, type IncludeReaderParts } from '../../server/src/io/includes/include-reader.ts';
import { includePath, type IncludeAddress } from '../../server/src/workspace/include-address.ts';
import type { IncludeReader } from '../../server/src/workspace/ports/includes.ts';
import type { DiskState } from '../../server/src/workspace/workspace.ts';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { startSample, type Sample } from '../gitlab/sample.ts';
import type { ProjectRecord } from '../gitlab/state.ts';
import { accountsOf, stopSound } from './bench.ts';

/** A GitLab with a project of pipelines and a project of components, and a folder for copies. */
export interface IncludeBench extends Sample {
  readonly pipelines: ProjectRecord;
  readonly components: ProjectRecord;
  /** The commits of the component project by tag. */
  readonly commits: ReadonlyMap<string, string>;
  readonly folder: string;
  /** By default of the developer, whose GitLab this is. */
  readonly reader: (change?: ReaderChange) => IncludeReader;
  readonly pathOf: (address: AddressInGitLab) => string;
  readonly read: (address: AddressInGitLab, change?: ReaderChange) => Promise<DiskState>;
  /** Makes a plain file of its own, so that no copy of another test is there. Answers its URL. */
  readonly serve: (body: string) => string;
  readonly end: () => Promise<void>;
}

export interface ReaderChange extends Partial<Omit<IncludeReaderParts, 'settings'>> {
  readonly token?: string | null;
  readonly allowedHosts?: readonly string[];
  readonly connection?: Settings['gitlab'];
  /** Whether the folder's Git remote points to this GitLab. */
  readonly isHome?: boolean;
}

type WithoutInstance<Address> = Address extends { readonly instance: string } ? Omit<Address, 'instance'> : Address;
type AddressInGitLab = WithoutInstance<IncludeAddress>;

/** A file of the project of pipelines. */
export function file(ref: string, name = 'build.yml', project = 'platform/pipelines'): AddressInGitLab {
  return { kind: 'project', project, ref, path: name };
}

/** A component of the project of components. */
export function component(version: string, name = 'lint'): AddressInGitLab {
  return { kind: 'component', project: 'components/checks', version, name };
}

/** What a fault says, to be matched. */
export function fault(kind: string, message: RegExp): object {
  return { state: 'unreadable', fault: { kind, message: expect.stringMatching(message) as string } };
}

const componentText = (version: string): string =>
  `spec:\n  inputs:\n    stage:\n      default: test\n---\nlint:\n  stage: $[[ inputs.stage ]]\n  script: lint ${version}\n`;

export async function startIncludeBench(): Promise<IncludeBench> {
  const sample = await startSample();
  const { gitlab, maintainer, developer } = sample;
  const pipelines = await gitlab.createProject({
    path: 'platform/pipelines',
    owner: maintainer,
    members: [[developer, 30]],
    files: {
      'build.yml': 'include: /parts/tools.yml\nbuild:\n  extends: .tools\n  script: make\n',
      'parts/tools.yml': '.tools:\n  image: tools:1\n',
    },
  });
  const components = await gitlab.createProject({
    path: 'components/checks',
    owner: maintainer,
    isPublic: true,
    files: { 'README.md': '# Checks\n' },
    ciConfigPath: 'ci/main.yml',
  });
  const commits = new Map<string, string>();
  for (const version of ['1.0.0', '1.1.0', '2.0.0', '3.0.0-rc1']) {
    const commit = await gitlab.commit(components, {
      branch: 'main',
      message: version,
      author: maintainer,
      files: { 'templates/lint.yml': componentText(version), 'templates/scan/template.yml': 'scan:\n  script: scan\n' },
    });
    await gitlab.tag(components, version, { commit });
    commits.set(version, commit);
  }
  await gitlab.tag(components, '9.0.0', { withoutRelease: true });
  gitlab.addTemplate('Bash', 'bash:\n  script: echo\n');
  gitlab.addTemplate('Jobs/Lint', 'lint-job:\n  script: lint\n');
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-includes-'));
  return { ...sample, pipelines, components, commits, folder, ...parts(sample, folder) };
}

function parts(sample: Sample, folder: string): Pick<IncludeBench, 'reader' | 'pathOf' | 'read' | 'serve' | 'end'> {
  const { gitlab, tokens } = sample;
  let served = 0;
  const pathOf: IncludeBench['pathOf'] = (address) =>
    includePath(address.kind === 'remote' ? address : { ...address, instance: gitlab.url });
  const reader: IncludeBench['reader'] = ({
    token = tokens.developer,
    allowedHosts = [],
    connection = {},
    isHome = true,
    ...change
  } = {}) => {
    const accounts = accountsOf(gitlab.url, token);
    return createIncludeReader({
      cacheFolder: () => folder,
      settings: () => ({ ...defaultSettings, gitlab: connection, includes: { read: true, allowedHosts } }),
      connect: accounts.connect,
      instances: () => (isHome ? [gitlab.url] : []),
      home: () => Promise.resolve({ state: 'known', instance: gitlab.url, project: 'platform/shop/gitops' }),
      userAgent: 'plumbline-test',
      freshness: 'renewed',
      timeout: 5000,
      ...change,
    });
  };
  return {
    reader,
    pathOf,
    read: (address, change) => reader(change).read(pathOf(address)),
    serve: (text) => gitlab.servePlain(`/files/${++served}/ci.yml`, text),
    end: async () => {
      await stopSound(gitlab);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
