import { createWantedReader } from '../../server/src/cli/read-wanted.ts';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import { verdict } from '../../server/src/features/verdict.ts';
import { mergedPipelineOf } from '../../server/src/languages/gitlab-ci/index.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { IncludeReader } from '../../server/src/workspace/ports/includes.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';

/** What the engine says of a pipeline when everything that it includes has been asked for. */
export interface Judged {
  /** `error code at 'text': message` of the entry file. */
  readonly findings: readonly string[];
  /** GitLab's words; undefined while something is unknown. */
  readonly errors: readonly string[];
  readonly isValid: boolean | undefined;
  readonly unknown: readonly string[];
  readonly merged: object | undefined;
}

const ROOT = '/shop';

/** Judges the pipeline of a project at its home, with files of other projects read by `reader`. */
export async function judgePipeline(
  reader: IncludeReader,
  files: Readonly<Record<string, string>> | string,
): Promise<Judged> {
  const texts = typeof files === 'string' ? { '.gitlab-ci.yml': files } : files;
  const workspace = new Workspace();
  workspace.setRoots([ROOT]);
  workspace.setListing(
    ROOT,
    Object.keys(texts).map((name) => `${ROOT}/${name}`),
  );
  for (const [name, text] of Object.entries(texts)) workspace.setDisk(`${ROOT}/${name}`, { state: 'text', text });
  const wanted = createWantedReader(
    workspace,
    {
      fileSystem: {
        read: () => Promise.resolve({ state: 'missing' }),
        list: () => Promise.resolve([]),
        kind: () => Promise.resolve('missing'),
        repositoryRoot: () => ROOT,
      },
      loadIncludes: () => Promise.resolve(reader),
      loadSchemaCompiler: () => Promise.reject(new Error('no schema is compiled here')),
    },
    false,
  );
  for (let round = 0; round < 30; round++) {
    judge(workspace.snapshot());
    if (!(await wanted.readWanted())) break;
  }
  return judge(workspace.snapshot());
}

function judge(snapshot: Snapshot): Judged {
  const state = snapshot.file(`${ROOT}/.gitlab-ci.yml`);
  if (state.state !== 'loaded') throw new Error('the pipeline file is not there');
  const { file } = state;
  const found = verdict(snapshot, file);
  return {
    findings: diagnostic(snapshot, file).map((finding) => words(file, finding)),
    errors: found?.errors.map(({ message }) => message) ?? [],
    isValid: found?.isValid,
    unknown: found?.unknown.map(({ name, because }) => `${name}: ${because}`) ?? [],
    merged: mergedPipelineOf(snapshot, file).merged.value,
  };
}

function words(file: YamlFile, { severity, code, range, message }: ReturnType<typeof diagnostic>[number]): string {
  return `${severity} ${code.replace('gitlab-ci/', '')} at '${file.text.slice(range.start, range.end)}': ${message}`;
}
