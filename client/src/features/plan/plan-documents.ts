import * as vscode from 'vscode';
import type { ObjectsPlanPreview, PlannedObject } from '../../../../server/src/lsp/protocol.ts';

export const planScheme = 'plumbline-plan';

/** Both sides of an object; a side that does not exist (created, deleted) has no document. */
export interface ObjectDocuments {
  readonly label: vscode.Uri;
  readonly left?: vscode.Uri;
  readonly right?: vscode.Uri;
}

/** The read-only documents that show plans. They hold the text of the newest plan only. */
export interface PlanDocuments extends vscode.TextDocumentContentProvider {
  readonly replaceObjects: (plan: ObjectsPlanPreview) => ReadonlyMap<PlannedObject, ObjectDocuments>;
  /** A page in Markdown, whose preview takes its title from the name. */
  readonly replacePage: (name: string, text: string) => vscode.Uri;
}

/** Documents of the plan that is shown; the next plan replaces them. */
export function createPlanDocuments(): PlanDocuments {
  const texts = new Map<string, string>();
  let version = 0;
  const add = (object: PlannedObject, side: 'left' | 'right'): vscode.Uri => {
    const path = `/${object.name.split(' ').join('/')}.yaml`;
    const uri = vscode.Uri.from({ scheme: planScheme, path, query: `${side}-${version}` });
    texts.set(uri.toString(), object[side]);
    return uri;
  };
  return {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    replacePage: (name, text) => {
      texts.clear();
      version += 1;
      const uri = vscode.Uri.from({ scheme: planScheme, path: `/${name}`, query: `page-${version}` });
      texts.set(uri.toString(), text);
      return uri;
    },
    replaceObjects: (plan) => {
      texts.clear();
      version += 1;
      return new Map(
        plan.objects.map((object): [PlannedObject, ObjectDocuments] => {
          const left = object.change === 'create' ? undefined : add(object, 'left');
          const right = object.change === 'delete' ? undefined : add(object, 'right');
          const label = right ?? left ?? add(object, 'right');
          return [object, { label, ...(left && { left }), ...(right && { right }) }];
        }),
      );
    },
  };
}

/** Opens all objects in one editor of diffs. */
export async function openAll(title: string, documents: Iterable<ObjectDocuments>): Promise<void> {
  const resources = [...documents].map(({ label, left, right }) => [label, left, right]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}
