import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import type { Rendered, Renderer, RenderRequest } from '../workspace/ports/renderer.ts';
import { buildKustomization, type RenderTools } from './renderer/kustomize.ts';
import { findRemoteReference, kustomizationFileIn } from './renderer/remote-references.ts';
import { layOutRevision } from './renderer/revision.ts';
import { copyTree, createTemporaryTree, isBelow, walk, type TemporaryTree } from './renderer/temporary-tree.ts';

interface RendererOptions {
  /** Asked at each call, so that a changed setting counts at once. */
  readonly executables: () => RenderTools;
  readonly environment?: NodeJS.ProcessEnv;
}

interface Place {
  /** Where the files are. */
  readonly root: string;
  /** What the user knows it as: stands in messages for `root`. */
  readonly shownRoot: string;
  readonly tree?: TemporaryTree;
}

/** Renders with the user's `kustomize`, or with `kubectl kustomize` where that is not there. */
export function createRenderer({ executables, environment = process.env }: RendererOptions): Renderer {
  return {
    render: async (request, token) => {
      const laid = await layOut(request, { git: executables().git, environment }, token);
      if (!laid.ok) return laid;
      const place = laid.value;
      try {
        if (request.kind === 'plain') return await joinFiles(place, request.folder);
        const problem = await flawIn(request, place);
        if (problem !== undefined) return failure(problem);
        return await buildKustomization({ ...place, request, executables: executables(), environment }, token);
      } catch (error) {
        return failure(unreadable(request, error));
      } finally {
        await place.tree?.remove();
      }
    },
  };
}

/** The working tree is rendered where it is, unless unsaved texts have to be laid over it. */
async function layOut(
  request: RenderRequest,
  tools: { readonly git: string; readonly environment: NodeJS.ProcessEnv },
  token: CancellationToken,
): Promise<Result<Place>> {
  const { source } = request;
  const unsaved =
    source.from === 'working-tree' ? [...(source.unsaved ?? [])].filter(([file]) => isBelow(file, source.root)) : [];
  if (source.from === 'working-tree' && unsaved.length === 0) {
    return success({ root: source.root, shownRoot: source.root });
  }
  const tree = await createTemporaryTree();
  try {
    if (source.from === 'working-tree') {
      await copyTree(source.root, tree);
      for (const [file, text] of unsaved) await tree.write(path.relative(source.root, file), text);
    } else if (source.from === 'files') {
      for (const [file, text] of source.files) await tree.write(file, text);
    } else {
      const laid = await layOutRevision({ ...tools, ...source }, tree, token);
      if (!laid.ok) {
        await tree.remove();
        return laid;
      }
    }
    await tree.finish();
  } catch (error) {
    await tree.remove();
    return failure(unreadable(request, error));
  }
  return success({ root: tree.folder, shownRoot: source.from === 'files' ? '' : source.root, tree });
}

async function flawIn(request: RenderRequest, place: Place): Promise<Problem | undefined> {
  const folder = path.join(place.root, request.folder);
  if ((await kustomizationFileIn(folder)) === undefined) {
    return {
      code: 'not-found',
      message: `There is no kustomization file in '${request.folder || '.'}'.`,
      action: "Add a kustomization.yaml, or correct 'source' in .plumbline.yml.",
    };
  }
  const remote = await findRemoteReference(folder);
  if (remote === undefined) return undefined;
  return {
    code: 'refused',
    message: `'${path.relative(place.root, remote.file)}' builds upon '${remote.url}', and nothing may be loaded from the network here.`,
    action: 'Copy what it names into the repository.',
  };
}

async function joinFiles(place: Place, folder: string): Promise<Result<Rendered>> {
  const { files: found } = await walk(path.join(place.root, folder));
  const files = found.filter((file) => /\.(ya?ml|json)$/u.test(file)).toSorted();
  const texts = await Promise.all(
    files.map(async (file) => {
      const shown = path.join(folder, file);
      const text = await readFile(path.join(place.root, shown), 'utf8');
      return `---\n# Source: ${shown.split(path.sep).join('/')}\n${text}`;
    }),
  );
  const text = texts.map((each) => (each.endsWith('\n') ? each : `${each}\n`)).join('');
  return success({ text, tool: { name: 'files', version: '' } });
}

function unreadable({ folder }: RenderRequest, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { code: 'not-found', message: `There is no folder '${folder || '.'}'.`, detail };
  }
  return { code: 'tool-failed', message: `The files of '${folder || '.'}' cannot be read.`, detail };
}
