import { beforeEach, describe, expect, test } from 'vitest';
import type { MergedPipelineText, Outcome } from '../../server/src/lsp/protocol.ts';
import { useClientFolder } from './client-folder.ts';
import { insertion, type LanguageClient } from './language-client.ts';

const PIPELINE = 'include: ci/base.yml\nbuild:\n  extends: .base\n  script: make\n';
const BASE = '.base:\n  image: node:20\n';

const { uriOf, write, startClient } = useClientFolder();

let client: LanguageClient;

beforeEach(() => {
  write('.gitlab-ci.yml', PIPELINE);
  write('ci/base.yml', BASE);
});

async function ask(method: string, name: string): Promise<Outcome<MergedPipelineText>> {
  return (await client.request(method, { uri: uriOf(name) })).result as Outcome<MergedPipelineText>;
}

async function merged(name: string): Promise<MergedPipelineText> {
  const outcome = await ask('plumbline/mergedPipeline', name);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

describe('plumbline/mergedPipeline', { timeout: 60_000 }, () => {
  test('is answered from files alone, so without trust, with the place of each line', async () => {
    client = await startClient({ initializationOptions: { isWorkspaceTrusted: false } });
    const { text, name, entry, lines, origins, entries, sources } = await merged('.gitlab-ci.yml');
    expect(text).toBe('.base:\n  image: node:20\n\nbuild:\n  image: node:20\n  extends: .base\n  script: make\n');
    expect({ name, entry }).toEqual({ name: '.gitlab-ci.yml', entry: uriOf('.gitlab-ci.yml') });
    expect(origins[lines[4] ?? -1]).toEqual({
      file: 'ci/base.yml',
      place: 'ci/base.yml:2',
      uri: uriOf('ci/base.yml'),
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 7 } },
      steps: ['extends .base'],
      includedBy: { file: '.gitlab-ci.yml', place: '.gitlab-ci.yml:1', uri: uriOf('.gitlab-ci.yml'), line: 0 },
    });
    expect(entries).toEqual([
      { name: '.base', line: 0 },
      { name: 'build', line: 3 },
    ]);
    expect(sources.toSorted()).toEqual([uriOf('.gitlab-ci.yml'), uriOf('ci/base.yml')]);
  });

  test('is the same from a file that is included, and sees what is not saved', async () => {
    client = await startClient();
    client.open(uriOf('ci/base.yml'), BASE);
    client.send(insertion(uriOf('ci/base.yml'), 2, [1, 16], '-slim'));
    const { text, entry } = await merged('ci/base.yml');
    expect(entry).toBe(uriOf('.gitlab-ci.yml'));
    expect(text).toContain('build:\n  image: node:20-slim\n');
  });

  test('is refused for what is no pipeline, and for the target branch without trust', async () => {
    write('other.yml', 'a: b\n');
    client = await startClient({ initializationOptions: { isWorkspaceTrusted: false } });
    expect(await ask('plumbline/mergedPipeline', 'other.yml')).toMatchObject({
      ok: false,
      problem: { code: 'unsupported', message: "'other.yml' is not part of a GitLab pipeline." },
    });
    expect(await ask('plumbline/mergedPipeline', 'lost.yml')).toMatchObject({ problem: { code: 'not-found' } });
    expect(await ask('plumbline/mergedPipelineOfTarget', '.gitlab-ci.yml')).toMatchObject({
      problem: { code: 'not-trusted' },
    });
  });

  test('names a target branch that is not there', async () => {
    client = await startClient();
    const outcome = await ask('plumbline/mergedPipelineOfTarget', '.gitlab-ci.yml');
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(JSON.stringify(outcome)).toContain('nothing to compare');
  });
});
