import * as vscode from 'vscode';
import { projectsRequest, type Failure, type Project, type ProjectsResult } from '../../../server/src/lsp/protocol.ts';
import { setContextKey } from './context-keys.ts';
import { currentFolder } from './folders.ts';
import type { ServerConnection } from './server-connection.ts';

/** Where the folder stands on the way to its GitLab project. The words are the values of the context key `plumbline:project`. */
export type ProjectState =
  | { readonly kind: 'loading' | 'no-folder' | 'restricted' | 'no-repository' }
  | { readonly kind: 'no-account'; readonly instances: readonly string[] }
  | { readonly kind: 'no-project'; readonly notes: readonly string[] }
  | { readonly kind: 'several'; readonly projects: readonly Project[]; readonly folder: string }
  | { readonly kind: 'failed'; readonly problem: Failure }
  | { readonly kind: 'ready'; readonly project: Project; readonly folder: string };

export interface ProjectStates {
  readonly dispose: () => void;
  readonly current: () => ProjectState;
  /** Asks again; everything that depends on the project hears of it by `onChange`. */
  readonly refresh: () => Promise<ProjectState>;
  /** The state once it is known. */
  readonly known: () => Promise<ProjectState>;
  readonly onChange: vscode.Event<ProjectState>;
}

/** The state is 'loading' until somebody asks. */
export function createProjectStates(server: ServerConnection): ProjectStates {
  const changed = new vscode.EventEmitter<ProjectState>();
  let state: ProjectState = { kind: 'loading' };
  let asking: Promise<ProjectState> | undefined;

  const refresh = async (): Promise<ProjectState> => {
    const mine = findState(server);
    asking = mine;
    const found = await mine;
    // A newer question is under way, and its answer is the one that counts.
    if (asking !== mine) return asking;
    state = found;
    setContextKey('project', state.kind);
    changed.fire(state);
    return state;
  };
  setContextKey('project', state.kind);
  return {
    current: () => state,
    refresh,
    known: () => asking ?? refresh(),
    onChange: changed.event,
    dispose: () => {
      changed.dispose();
    },
  };
}

async function findState(server: ServerConnection): Promise<ProjectState> {
  const folder = currentFolder();
  if (folder === undefined) return { kind: 'no-folder' };
  if (!vscode.workspace.isTrusted) return { kind: 'restricted' };
  const uri = folder.uri.toString();
  const outcome = await server.request(projectsRequest, { folder: uri });
  if (!outcome.ok)
    return outcome.problem.code === 'not-found'
      ? { kind: 'no-repository' }
      : { kind: 'failed', problem: outcome.problem };
  return stateOf(outcome.value, uri);
}

function stateOf(found: ProjectsResult, folder: string): ProjectState {
  const chosen = found.projects.find((project) => project.id === found.chosen) ?? onlyOne(found.projects);
  if (chosen !== undefined) return { kind: 'ready', project: chosen, folder };
  if (found.projects.length > 1) return { kind: 'several', projects: found.projects, folder };
  if (found.unknownInstances.length > 0) return { kind: 'no-account', instances: found.unknownInstances };
  return { kind: 'no-project', notes: found.notes };
}

/** The notes say it better than we could: no remote, a host that is no GitLab, a project that is hidden or gone, no network. */
export function noProject(notes: readonly string[]): Failure {
  const message = notes.length === 0 ? 'No Git remote of this folder names a project on a GitLab.' : notes.join(' ');
  return { code: 'no-project', message };
}

function onlyOne(projects: readonly Project[]): Project | undefined {
  return projects.length === 1 ? projects[0] : undefined;
}
