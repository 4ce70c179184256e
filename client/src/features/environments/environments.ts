import * as vscode from 'vscode';
import { environmentsRequest, type Environment, type EnvironmentsResult } from '../../../../server/src/lsp/protocol.ts';
import { createProjectView } from '../../infrastructure/project-view.ts';
import type { Row } from '../../infrastructure/rows.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { environmentRows } from './environment-rows.ts';

/** The environments of the project and what is deployed in them. */
export function activateEnvironments(shared: Shared): void {
  const { boundary, context, server } = shared;
  const ofRow = new WeakMap<Row, Environment>();
  let newest: EnvironmentsResult | undefined;
  const view = createProjectView<EnvironmentsResult>(shared, {
    name: 'environments',
    retry: 'plumbline.environments.refresh',
    load: (folder) => server.request(environmentsRequest, { folder }),
    rows: ({ environments }) =>
      environmentRows(environments, (row, environment) => {
        ofRow.set(row, environment);
      }),
    onValue: (value) => {
      newest = value;
    },
  });

  // From the palette there is no row, so the environment is asked for.
  const choose = async (
    given: unknown,
    fits: (environment: Environment) => boolean,
  ): Promise<Environment | undefined> => {
    const known = typeof given === 'object' && given !== null ? ofRow.get(given as Row) : undefined;
    if (known !== undefined) return known;
    if (newest === undefined) await view.load();
    const items = (newest?.environments ?? [])
      .filter(fits)
      .map((environment) => ({ label: environment.name, description: environment.tier, environment }));
    return (await vscode.window.showQuickPick(items, { placeHolder: 'Environment' }))?.environment;
  };

  context.subscriptions.push(
    view,
    boundary.command('plumbline.environments.refresh', () => view.refresh()),
    boundary.command('plumbline.environments.openInBrowser', async (given) => {
      const environment = await choose(given, ({ url, webUrl }) => (webUrl ?? url) !== undefined);
      const link = environment?.webUrl ?? environment?.url;
      if (link !== undefined) await vscode.env.openExternal(vscode.Uri.parse(link, true));
    }),
    boundary.command('plumbline.environments.copySha', async (given) => {
      const deployment = (await choose(given, (environment) => environment.deployment !== undefined))?.deployment;
      if (deployment === undefined) return;
      await vscode.env.clipboard.writeText(deployment.shortSha);
      vscode.window.setStatusBarMessage(`Copied ${deployment.shortSha}`, 3000);
    }),
    server.onStateChanged(({ areas }) => {
      if (areas.includes('environments')) boundary.background('loading environments', () => view.refresh());
    }),
  );
}
