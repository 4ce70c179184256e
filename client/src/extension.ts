import * as vscode from 'vscode';
import { activateAccount } from './features/account/account.ts';
import { activateCodeOwners } from './features/code-owners/code-owners.ts';
import { activateDrift } from './features/drift/drift.ts';
import { activateEnvironments } from './features/environments/environments.ts';
import { activateIncludes } from './features/includes/includes.ts';
import { activateLint } from './features/lint/lint.ts';
import { activateMergeRequest } from './features/merge-request/merge-request.ts';
import { activateMergedPipeline } from './features/merged-pipeline/merged-pipeline.ts';
import { activatePlan } from './features/plan/plan.ts';
import { activateReferences } from './features/references/references.ts';
import { createErrorBoundary } from './infrastructure/error-boundary.ts';
import { redactingLog } from './infrastructure/log.ts';
import { createProjectStates } from './infrastructure/project-state.ts';
import { createRedaction } from './infrastructure/redaction.ts';
import { createServerConnection } from './infrastructure/server-connection.ts';
import type { Shared } from './infrastructure/shared.ts';
import { createTokenStore } from './infrastructure/token-store.ts';
import { offerToShareYaml } from './infrastructure/yaml-extension.ts';

/** Registers what a user can reach and starts the server beside; nothing here waits for it. */
export function activate(context: vscode.ExtensionContext): void {
  const begun = performance.now();
  const redaction = createRedaction();
  const log = redactingLog(vscode.window.createOutputChannel('Plumbline', { log: true }), redaction);
  const boundary = createErrorBoundary(log);
  const tokens = createTokenStore(context, redaction);
  const server = createServerConnection({
    context,
    log,
    token: async ({ instance }) => {
      const token = vscode.workspace.isTrusted ? await tokens.read(instance) : undefined;
      return token === undefined ? null : { token };
    },
  });
  const projects = createProjectStates(server);
  const shared: Shared = { context, log, redaction, boundary, server, tokens, projects };
  context.subscriptions.push(log, server, projects);
  registerBasics(shared);
  activateAccount(shared);
  activateMergeRequest(shared);
  activatePlan(shared);
  activateMergedPipeline(shared);
  activateReferences(shared);
  activateIncludes(shared);
  activateLint(shared);
  activateEnvironments(shared);
  activateDrift(shared);
  activateCodeOwners(shared);
  // In a turn of its own, so that the activation of other extensions does not wait for it.
  const soon = setTimeout(() => {
    boundary.background('starting the language server', () => server.start());
  });
  context.subscriptions.push({
    dispose: () => {
      clearTimeout(soon);
    },
  });
  boundary.background('looking at the YAML extension', () => offerToShareYaml(context));
  log.info(`Activated in ${(performance.now() - begun).toFixed(1)} ms.`);
}

function registerBasics({ context, boundary, log, projects, server }: Shared): void {
  context.subscriptions.push(
    boundary.command('plumbline.log.show', () => {
      log.show();
    }),
    boundary.command('plumbline.server.restart', () => server.restart()),
    boundary.command('plumbline.refresh', () => projects.refresh()),
    server.onStateChanged(({ areas }) => {
      if (areas.includes('account') || areas.includes('project'))
        boundary.background('finding the project', () => projects.refresh());
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      boundary.background('finding the project', () => projects.refresh());
    }),
  );
}
