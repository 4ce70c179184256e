import * as vscode from 'vscode';
import type { WayOut } from '../../infrastructure/error-boundary.ts';
import { noProject, type ProjectState } from '../../infrastructure/project-state.ts';
import type { Shared } from '../../infrastructure/shared.ts';

/** The folder whose project is known; otherwise says what is missing and leads there. */
export async function readyFolder({ projects, boundary }: Shared): Promise<string | undefined> {
  const known = await projects.known();
  const state = known.kind === 'ready' ? known : await projects.refresh();
  if (state.kind === 'ready') return state.folder;
  if (state.kind === 'failed' || state.kind === 'no-project') {
    await boundary.show(state.kind === 'failed' ? state.problem : noProject(state.notes), [retry]);
    return undefined;
  }
  const { message, way } = missing(state.kind);
  const pressed = await vscode.window.showWarningMessage(message, way.title);
  if (pressed !== undefined) await way.run();
  return undefined;
}

const command = (title: string, id: string): WayOut => ({ title, run: () => vscode.commands.executeCommand(id) });
const retry = command('Try Again', 'plumbline.mergeRequest.open');

function missing(kind: Exclude<ProjectState['kind'], 'ready' | 'failed' | 'no-project'>): {
  readonly message: string;
  readonly way: WayOut;
} {
  switch (kind) {
    case 'loading':
      return { message: 'The project of this folder is not known yet.', way: retry };
    case 'no-folder':
      return {
        message: 'A merge request is made from a folder.',
        way: command('Open Folder', 'vscode.openFolder'),
      };
    case 'restricted':
      return {
        message: 'This workspace is in Restricted Mode, where nothing is executed and nothing is sent.',
        way: command('Manage Workspace Trust', 'workbench.trust.manage'),
      };
    case 'no-repository':
      return {
        message: 'This folder is not in a Git repository.',
        way: command('Initialize Repository', 'git.init'),
      };
    case 'no-account':
      return {
        message: 'Sign in to the GitLab of this repository first.',
        way: command('Sign In', 'plumbline.account.signIn'),
      };
    case 'several':
      return {
        message: 'The Git remotes of this folder name several projects.',
        way: command('Choose Project', 'plumbline.account.chooseProject'),
      };
  }
}
