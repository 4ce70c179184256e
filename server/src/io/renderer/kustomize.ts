import path from 'node:path';
import type { CancellationToken } from '../../base/cancellation.ts';
import { parseJson } from '../../base/json.ts';
import { ownText } from '../../base/record.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { Rendered, RenderRequest } from '../../workspace/ports/renderer.ts';
import type { Settings } from '../../workspace/settings.ts';
import { runTool, type ToolAnswer } from '../process.ts';

/** Names on the PATH or absolute paths. */
export type RenderTools = Pick<Settings['executables'], 'git' | 'kubectl' | 'kustomize'>;

interface Build {
  readonly request: RenderRequest;
  readonly root: string;
  readonly shownRoot: string;
  readonly executables: RenderTools;
  readonly environment: NodeJS.ProcessEnv;
}

const BUILD_TIMEOUT_MS = 60_000;
const MAX_RENDERED_BYTES = 64 * 1024 * 1024;
const tools = ['kustomize', 'kubectl'] as const;
type Tool = (typeof tools)[number];

/** Builds with the first of the two tools that is there. */
export async function buildKustomization(build: Build, token: CancellationToken): Promise<Result<Rendered>> {
  const folder = path.join(build.root, build.request.folder);
  for (const name of tools) {
    const args = name === 'kustomize' ? ['build', folder] : ['kustomize', folder];
    const answer = await run(build, { name, args, folder }, token);
    if (!answer.ok && answer.problem.code === 'missing-tool') continue;
    if (!answer.ok) return answer;
    if (answer.value.code !== 0) return failure(cannotBuild(build, name, answer.value));
    const version = await versionOf(build, { name, folder }, token);
    return success({ text: answer.value.stdout, tool: { name, version } });
  }
  return failure(noTool(build.executables));
}

function run(
  { executables, environment }: Build,
  call: { readonly name: Tool; readonly args: readonly string[]; readonly folder: string },
  token: CancellationToken,
): Promise<Result<ToolAnswer>> {
  return runTool({
    executable: executables[call.name],
    args: call.args,
    cwd: call.folder,
    environment: { ...environment, GIT_TERMINAL_PROMPT: '0', ...noNetwork },
    timeout: BUILD_TIMEOUT_MS,
    maxBytes: MAX_RENDERED_BYTES,
    token,
  });
}

/**
 * Kustomize has no switch for it. It loads with Git, which this allows no transport, and with Go's HTTP client, which
 * this sends to a port that nobody listens on. What names a URL was refused before; this holds for what was overlooked.
 */
const nowhere = 'http://127.0.0.1:9';
const noNetwork = {
  GIT_ALLOW_PROTOCOL: 'none',
  HTTP_PROXY: nowhere,
  HTTPS_PROXY: nowhere,
  http_proxy: nowhere,
  https_proxy: nowhere,
  NO_PROXY: '',
  no_proxy: '',
};

/** The version of Kustomize, also inside kubectl; empty when the tool does not say. */
async function versionOf(
  build: Build,
  call: { readonly name: Tool; readonly folder: string },
  token: CancellationToken,
): Promise<string> {
  const args = call.name === 'kustomize' ? ['version'] : ['version', '--client', '--output', 'json'];
  const answer = await run(build, { ...call, args }, token);
  if (!answer.ok || answer.value.code !== 0) return '';
  const parsed = parseJson(answer.value.stdout);
  const said = (parsed.ok ? ownText(parsed.value, 'kustomizeVersion') : undefined) ?? answer.value.stdout;
  return /\d+\.\d+\.\d+\S*/u.exec(said)?.[0] ?? '';
}

function cannotBuild({ request, root, shownRoot }: Build, name: Tool, answer: ToolAnswer): Problem {
  const shown = shownRoot === '' ? '' : shownRoot + path.sep;
  // The files may lie in a temporary folder, which means nothing to the user.
  const words = answer.stderr
    .replaceAll(root + path.sep, shown)
    .replaceAll(root, shownRoot)
    .trim();
  return {
    code: 'tool-failed',
    message: `${name === 'kubectl' ? 'kubectl kustomize' : 'kustomize'} cannot build '${request.folder || '.'}'.`,
    action: 'Correct the kustomization as the details say.',
    detail: words,
  };
}

function noTool({ kustomize, kubectl }: RenderTools): Problem {
  return {
    code: 'missing-tool',
    message: `Kustomize is not on this machine: there is neither '${kustomize}' nor '${kubectl}'.`,
    action:
      'Install kubectl (https://kubernetes.io/docs/tasks/tools/) or kustomize, or set plumbline.executables.kubectl or plumbline.executables.kustomize.',
  };
}
