/**
 * The custom methods between a client and the server, `plumbline/<name>`, beside standard LSP. The files
 * below `protocol/` import nothing but each other and hold plain data only, because the client takes them and nothing else from
 * the server. Any editor may use them. ARCHITECTURE.md lists them (a test keeps both in step).
 *
 * Every request answers an `Outcome`: a failure of the machine (no network, 403, tool missing) is an answer that the
 * client shows with its way out. Long requests take `workDoneToken` (LSP progress) and are cancellable.
 */

export * from './protocol/account.ts';
export * from './protocol/code-owners.ts';
export * from './protocol/drift.ts';
export * from './protocol/environments.ts';
export * from './protocol/initialize.ts';
export * from './protocol/lint.ts';
export * from './protocol/includes.ts';
export * from './protocol/merge-request.ts';
export * from './protocol/merged-pipeline.ts';
export * from './protocol/outcome.ts';
export * from './protocol/plan.ts';
export * from './protocol/project.ts';
export * from './protocol/state.ts';
