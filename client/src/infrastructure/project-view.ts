import * as vscode from 'vscode';
import type { Outcome } from '../../../server/src/lsp/protocol.ts';
import type { ErrorBoundary } from './error-boundary.ts';
import { noProject, type ProjectState, type ProjectStates } from './project-state.ts';
import { createRowView, type RowView, type RowViewContent } from './row-view.ts';
import type { Row } from './rows.ts';

interface ProjectViewNeeds {
  readonly projects: ProjectStates;
  readonly boundary: ErrorBoundary;
}

interface ProjectViewOptions<Value> {
  readonly name: string;
  /** The command that loads the view anew. */
  readonly retry: string;
  readonly load: (folder: string) => Promise<Outcome<Value>>;
  readonly rows: (value: Value) => readonly Row[];
  /** Hears of every value, also while the view is hidden. */
  readonly onValue?: (value: Value | undefined) => void;
  /** Load even while nobody looks, because something else shows the value as well. */
  readonly always?: boolean;
}

export interface ProjectView {
  readonly dispose: () => void;
  /** Loads anew when somebody looks, and else as soon as somebody does. */
  readonly refresh: () => Promise<void>;
  /** Loads now. */
  readonly load: () => Promise<void>;
  readonly view: RowView;
}

/** A view of something of the folder's project. It loads when it is looked at, and again when the project changes. */
export function createProjectView<Value>(
  { projects, boundary }: ProjectViewNeeds,
  options: ProjectViewOptions<Value>,
): ProjectView {
  const view = createRowView(options.name);
  let isStale = true;
  let newest = 0;

  const contentFor = async (state: ProjectState): Promise<RowViewContent> => {
    if (state.kind === 'failed') return { kind: 'failed', problem: state.problem, retry: 'plumbline.refresh' };
    if (state.kind === 'no-project')
      return { kind: 'failed', problem: noProject(state.notes), retry: 'plumbline.refresh' };
    if (state.kind !== 'ready') return { kind: 'welcome' };
    const outcome = await options.load(state.folder);
    options.onValue?.(outcome.ok ? outcome.value : undefined);
    if (!outcome.ok) return { kind: 'failed', problem: outcome.problem, retry: options.retry };
    return { kind: 'rows', rows: options.rows(outcome.value) };
  };
  const load = async (): Promise<void> => {
    const mine = ++newest;
    isStale = false;
    const state = await projects.known();
    const content = await vscode.window.withProgress({ location: { viewId: `plumbline.${options.name}` } }, () =>
      contentFor(state),
    );
    if (mine === newest) view.show(content);
  };
  const refreshWhenSeen = (): void => {
    isStale = true;
    if (view.tree.visible || options.always === true) boundary.background(`loading ${options.name}`, load);
  };
  const subscriptions = [
    view,
    projects.onChange(refreshWhenSeen),
    view.tree.onDidChangeVisibility(({ visible }) => {
      if (visible && isStale) boundary.background(`loading ${options.name}`, load);
    }),
  ];
  return {
    view,
    load,
    refresh: async () => {
      if (view.tree.visible || options.always === true) await load();
      else isStale = true;
    },
    dispose: () => {
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}
