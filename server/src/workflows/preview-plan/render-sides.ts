import { success, type Problem, type Result } from '../../base/result.ts';
import type { Rendered, RenderSource } from '../../workspace/ports/renderer.ts';
import type { Preview } from './model.ts';

/** One overlay before and after the change, as streams of YAML that may hold secrets. */
export interface RenderedSides {
  readonly left: string;
  readonly right: string;
  /** `kubectl 1.35.2` */
  readonly tool: string;
}

/** Renders an overlay (relative to the root) at the base and in the working tree. One that is not there is empty. */
export async function renderSides(preview: Preview, folder: string): Promise<Result<RenderedSides>> {
  const { root, base, repository, request } = preview;
  const unsaved = request.unsaved === undefined ? {} : { unsaved: request.unsaved };
  const right = await renderOne(preview, folder, { from: 'working-tree', root, ...unsaved });
  if (!right.ok) return right;
  if (base.revision === undefined || repository === undefined) {
    return success({ left: '', right: right.value.text, tool: right.value.tool });
  }
  const source: RenderSource = { from: 'revision', root: repository.root, revision: base.revision };
  const left = await renderOne(preview, folder, source);
  if (!left.ok)
    return left.problem.code === 'tool-failed' ? { ok: false, problem: brokenBase(preview, left.problem) } : left;
  const tool = right.value.tool === '' ? left.value.tool : right.value.tool;
  return success({ left: left.value.text, right: right.value.text, tool });
}

async function renderOne(
  { ports, token }: Preview,
  folder: string,
  source: RenderSource,
): Promise<Result<{ readonly text: string; readonly tool: string }>> {
  const rendered = await ports.renderer.render({ kind: 'kustomize', source, folder }, token);
  if (!rendered.ok) return rendered.problem.code === 'not-found' ? success({ text: '', tool: '' }) : rendered;
  return success({ text: rendered.value.text, tool: toolText(rendered.value.tool) });
}

/** The version is that of Kustomize, which kubectl has inside. */
function toolText({ name, version }: Rendered['tool']): string {
  if (name !== 'kubectl' || version === '') return `${name} ${version}`.trim();
  return `kubectl (Kustomize ${version})`;
}

function brokenBase({ base }: Preview, problem: Problem): Problem {
  return { ...problem, message: `What it is at ${base.label} cannot be rendered: ${problem.message}` };
}
