import * as vscode from 'vscode';
import {
  previewPlanRequest,
  type ObjectsPlanPreview,
  type PipelinePlanPreview,
  type PlanPreview,
} from '../../../../server/src/lsp/protocol.ts';
import { setContextKey } from '../../infrastructure/context-keys.ts';
import { createRowView, type RowView } from '../../infrastructure/row-view.ts';
import { coloured, row, type Row } from '../../infrastructure/rows.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { createPlanDocuments, openAll, planScheme, type PlanDocuments } from './plan-documents.ts';
import { describeObjects, objectRows } from './object-rows.ts';
import { pipelinePage } from './pipeline-page.ts';
import { pipelineRows } from './pipeline-rows.ts';
import { watchPlannable } from './plannable.ts';

interface Preview {
  readonly plan: PlanPreview;
  /** Relative to the workspace. */
  readonly file: string;
}

interface ShownPlan {
  readonly title: string;
  readonly summary: string;
  readonly rows: readonly Row[];
  /** Opens the page of a pipeline or the diffs of objects; absent when there is nothing to show. */
  readonly open?: () => Promise<void>;
}

/** Preview Plan: jobs as a tree, objects as a tree and as diffs. */
export function activatePlan(shared: Shared): void {
  const { boundary, context } = shared;
  const view = createRowView('plan');
  const documents = createPlanDocuments();
  let shown: ShownPlan | undefined;
  const show = async ({ plan, file }: Preview): Promise<void> => {
    const made = plan.kind === 'pipeline' ? pipelinePlan(plan, file, documents) : objectsPlan(plan, documents);
    shown = made;
    setContextKey('planDetails', made.open !== undefined);
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
      const made = await preview(shared, given);
      if (made !== undefined) await show(made);
    }),
    boundary.command('plumbline.plan.open', () => shown?.open?.()),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (shown === undefined || contentChanges.length === 0 || document.uri.scheme !== 'file') return;
      view.tree.message = [shown.summary, "Files have changed since; run 'Preview Plan' again."].join(' ').trim();
    }),
  );
}

async function preview({ server, boundary }: Shared, given: unknown): Promise<Preview | undefined> {
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') {
    await boundary.show({
      code: 'invalid',
      message: 'Preview Plan works on an open file.',
      action: 'Open a pipeline, a manifest or a kustomization.yaml and run it again.',
    });
    return undefined;
  }
  const file = vscode.workspace.asRelativePath(uri);
  const title = `Planning ${file}`;
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
  const plan = await boundary.valueOf(outcome, [
    { title: 'Retry', run: () => vscode.commands.executeCommand('plumbline.plan.preview', uri) },
  ]);
  return plan && { plan, file };
}

function pipelinePlan(plan: PipelinePlanPreview, file: string, documents: PlanDocuments): ShownPlan {
  const page = documents.replacePage('pipeline plan', pipelinePage(plan, file));
  return {
    title: `against ${plan.base}`,
    summary: '',
    rows: [...pipelineRows(plan), ...notCheckedRows(plan.notChecked)],
    open: async () => {
      await vscode.commands.executeCommand('markdown.showPreview', page);
    },
  };
}

function objectsPlan(plan: ObjectsPlanPreview, documents: PlanDocuments): ShownPlan {
  const made = documents.replaceObjects(plan);
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
