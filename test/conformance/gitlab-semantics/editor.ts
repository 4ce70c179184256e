import { isRecord, ownValue, type DataRecord } from '../../../server/src/base/record.ts';
import { gitlabCi } from '../../../server/src/languages/gitlab-ci/index.ts';
import type { Diagnostic } from '../../../server/src/languages/language.ts';
import { ROOT } from '../../harness/fixture-file.ts';
import { createWorkspace, settle } from '../../harness/workspace.ts';

/**
 * What the editor shows must not contradict GitLab: no error in a configuration that GitLab takes, and at least one in a
 * configuration that it refuses, unless the reason lies outside of the repository.
 */
export function editorComplaint(yaml: string, input: DataRecord, errors: readonly string[]): string | undefined {
  const shown = shownErrors(yaml, input);
  const [first] = errors;
  if (first === undefined) {
    const wrong = shown.main.filter(
      ({ code }) => isRecord(input['files']) || code !== 'gitlab-ci/include-missing-file',
    );
    return wrong.length === 0 ? undefined : `the editor shows ${wrong.map(({ code }) => code).join(', ')}`;
  }
  const isElsewhere = 'remote' in input || 'remote_status' in input;
  const isEmpty = yaml.trim() === '';
  return shown.any || isElsewhere || isEmpty ? undefined : `the editor shows no error for: ${first}`;
}

function shownErrors(yaml: string, input: DataRecord): { readonly main: readonly Diagnostic[]; readonly any: boolean } {
  const main = `${ROOT}/.gitlab-ci.yml`;
  const files = new Map([[main, yaml]]);
  const given = ownValue(input, 'files');
  for (const [path, text] of Object.entries(isRecord(given) ? given : {})) {
    if (typeof text === 'string') files.set(`${ROOT}/${path.replace(/^\/+/, '')}`, text);
  }
  const workspace = createWorkspace({ files, listed: [], pending: [] });
  return settle(workspace, [], (snapshot) => {
    const found = [...files.keys()].map((path) => {
      const state = snapshot.file(path);
      const diagnostics = state.state === 'loaded' ? gitlabCi.diagnose(state.file, snapshot) : [];
      const isBroken = state.state === 'loaded' && state.file.problems().length > 0;
      return { path, isBroken, errors: diagnostics.filter(({ severity }) => severity === 'error') };
    });
    return {
      main: found.find(({ path }) => path === main)?.errors ?? [],
      any: found.some(({ isBroken, errors }) => isBroken || errors.length > 0),
    };
  });
}
