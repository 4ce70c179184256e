import * as vscode from 'vscode';
import { previewPlanRequest, type PlanPreview } from '../../../../server/src/lsp/protocol.ts';
import { setContextKey } from '../../infrastructure/context-keys.ts';
import { createRowView, type RowView } from '../../infrastructure/row-view.ts';
import { coloured, row, type Row } from '../../infrastructure/rows.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { createPlanDocuments, openAll, planScheme } from './object-documents.ts';
import { describeObjects, objectRows } from './object-rows.ts';
import { describeScenario, pipelineRows } from './pipeline-rows.ts';
import { watchPlannable } from './plannable.ts';

interface ShownPlan {
  readonly title: string;
  readonly summary: string;
  readonly rows: readonly Row[];
  /** Opens the diffs; only plans of objects have some. */
  readonly open?: () => Promise<void>;
}

/** Preview Plan: jobs as a tree, objects as a tree and as diffs. */
export function activatePlan(shared: Shared): void {
  const { boundary, context } = shared;
  const view = createRowView('plan');
  const documents = createPlanDocuments();
  let shown: ShownPlan | undefined;
  const show = async (plan: PlanPreview): Promise<void> => {
    const made = plan.kind === 'pipeline' ? pipelinePlan(plan) : objectsPlan(plan, documents);
    shown = made;
    setContextKey('planObjects', made.open !== undefined);
    view.show({ kind: 'rows', rows: made.rows, message: made.summary });
    view.tree.description = made.title;
    await reveal(view, made.rows[0]);
    await made.open?.();
  };
  context.subscriptions.push(
    view,
    vscode.workspace.registerTextDocumentContentProvider(planScheme, documents),
    watchPlannable(),
    boundary.command('plumbline.plan.preview', async (given) => {
      const plan = await preview(shared, given);
      if (plan !== undefined) await show(plan);
    }),
    boundary.command('plumbline.plan.openAll', () => shown?.open?.()),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (shown === undefined || contentChanges.length === 0 || document.uri.scheme !== 'file') return;
      view.tree.message = `${shown.summary}\nFiles have changed since; run 'Preview Plan' again.`;
    }),
  );
}

async function preview({ server, boundary }: Shared, given: unknown): Promise<PlanPreview | undefined> {
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') {
    await boundary.show({
      code: 'invalid',
      message: 'Preview Plan works on an open file.',
      action: 'Open a pipeline, a manifest or a kustomization.yaml and run it again.',
    });
    return undefined;
  }
  const title = `Planning ${vscode.workspace.asRelativePath(uri)}`;
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, cancellation) =>
      server.request(
        previewPlanRequest,
        { uri: uri.toString() },
        {
          cancellation,
          onProgress: (message) => {
            progress.report(message === undefined ? {} : { message });
          },
        },
      ),
  );
  return boundary.valueOf(outcome, [
    { title: 'Retry', run: () => vscode.commands.executeCommand('plumbline.plan.preview', uri) },
  ]);
}

function pipelinePlan(plan: PlanPreview & { kind: 'pipeline' }): ShownPlan {
  const summary = plan.scenarios.map((scenario) => `${scenario.name}: ${describeScenario(scenario)}`);
  return {
    title: `against ${plan.base}`,
    summary: summary.join('\n'),
    rows: [...pipelineRows(plan), ...notCheckedRows(plan.notChecked)],
  };
}

function objectsPlan(
  plan: PlanPreview & { kind: 'objects' },
  documents: ReturnType<typeof createPlanDocuments>,
): ShownPlan {
  const made = documents.replace(plan);
  const tool = plan.tool === '' ? '' : `, rendered with ${plan.tool}`;
  const title = `Plan of ${plan.title} against ${plan.base}`;
  const rows = [...objectRows(plan, made), ...notCheckedRows(plan.notChecked)];
  const nothing = row({ label: 'Nothing changes', description: `against ${plan.base}`, icon: coloured('pass') });
  return {
    title: `${plan.title} against ${plan.base}`,
    summary: `${plan.title}: ${describeObjects(plan)}${tool}`,
    rows: rows.length === 0 ? [nothing] : rows,
    ...(plan.objects.length === 0 ? {} : { open: () => openAll(title, made.values()) }),
  };
}

function notCheckedRows(notChecked: readonly string[]): readonly Row[] {
  if (notChecked.length === 0) return [];
  const below = notChecked.map((text) => row({ label: text, tooltip: text, icon: coloured('question') }));
  return [
    row(
      { label: 'Not checked', description: String(below.length), icon: coloured('question', 'charts.yellow') },
      below,
    ),
  ];
}

/** The view exists for VS Code only once its context key is set, which takes a moment. */
async function reveal(view: RowView, first: Row | undefined): Promise<void> {
  await vscode.commands.executeCommand('plumbline.plan.focus');
  if (first !== undefined) await view.tree.reveal(first, { focus: true, select: true, expand: true });
}
