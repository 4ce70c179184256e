import { createHash } from 'node:crypto';
import { includePath, isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { IncludeFaultKind } from '../../server/src/workspace/ports/includes.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import type { Block } from './page.ts';

/** Where the pages' workspace is hosted when one of its blocks lies elsewhere. */
const instance = 'https://gitlab.example.com';
const project = 'group/app';

/**
 * The path of an included file as pages write it: `@project:GROUP/PROJECT:REF:FILE`, `@component:GROUP/PROJECT:VERSION:NAME`,
 * `@template:NAME`, `@remote:URL`; other paths are answered as they are.
 */
export function pathElsewhere(path: string): string {
  const [, kind, rest = ''] = /^@(\w+):(.*)$/u.exec(path) ?? [];
  const [first = '', second = '', ...others] = rest.split(':');
  const last = others.join(':');
  switch (kind) {
    case undefined:
      return path;
    case 'project':
      return includePath({ kind, instance, project: first, ref: second, path: last });
    case 'component':
      return includePath({ kind, instance, project: first, version: second, name: last });
    case 'template':
      return includePath({ kind, instance, name: rest });
    case 'remote':
      return includePath({ kind, url: rest });
    default:
      throw new Error(`'${path}' is no kind of include`);
  }
}

/**
 * Gives the workspace the files from elsewhere, `fault PATH KIND` blocks (a file that could not be had: why, then the way
 * out) and its home: a block `home FILE` says which pipeline file the project's settings name, and one without a file that
 * there is none, its text why.
 */
export function setElsewhere(workspace: Workspace, root: string, blocks: readonly Block[]): void {
  const faults = blocks.filter(({ kind }) => kind === 'fault');
  const home = blocks.find(({ kind }) => kind === 'home');
  const usesOthers = blocks.some(({ words }) => words.some((word) => word.startsWith('@')));
  const [pipelineFile] = home?.words ?? [];
  if (pipelineFile !== undefined) workspace.setHome(root, { state: 'known', instance, project, pipelineFile });
  else if (home !== undefined) workspace.setHome(root, { state: 'none', why: home.body });
  else if (usesOthers) workspace.setHome(root, { state: 'known', instance, project });
  for (const { words, body } of faults) {
    const [message = '', action] = body.split('\n');
    const status = words[2] === undefined ? {} : { status: Number(words[2]) };
    const fault = { kind: words[1] as IncludeFaultKind, message, ...(action && { action }), ...status };
    workspace.setDisk(pathElsewhere(words[0] ?? ''), { state: 'unreadable', why: message, fault });
  }
}

/** What the disk says of a file of a page. */
export function stateOf(path: string, text: string): Parameters<Workspace['setDisk']>[1] {
  if (!isIncludePath(path)) return { state: 'text', text };
  return { state: 'text', text, source: { sha256: createHash('sha256').update(text).digest('base64') } };
}
