import type * as vscode from 'vscode';
import type { Environment } from '../../../../server/src/lsp/protocol.ts';
import { tooltip } from '../../infrastructure/markdown.ts';
import { relativeTime } from '../../infrastructure/relative-time.ts';
import { coloured, row, type Row } from '../../infrastructure/rows.ts';

/** One row for each environment, its facts below. */
export function environmentRows(
  environments: readonly Environment[],
  remember: (row: Row, environment: Environment) => void,
): readonly Row[] {
  return environments.map((environment) => {
    const made = environmentRow(environment);
    remember(made, environment);
    return made;
  });
}

function environmentRow(environment: Environment): Row {
  const { deployment } = environment;
  const when = deployment && relativeTime(deployment.at, new Date());
  const summary = [
    deployment === undefined ? 'nothing deployed' : deployment.shortSha,
    behind(environment, 'short'),
    ...environment.flags,
    when,
    deployment?.by,
  ];
  const facts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['Tier', environment.tier],
    ['State', environment.state],
    ['Deployed', deployment && `${deployment.shortSha} of ${deployment.ref} (${deployment.status})`],
    ['When', deployment && `${when ?? ''} (${new Date(deployment.at).toLocaleString()})`],
    ['By', deployment?.by],
    ['Default branch', behind(environment, 'long')],
    ['Note', environment.flags.join('; ')],
    ['URL', environment.url],
  ];
  const text = facts.filter(([, value]) => value !== undefined && value !== '');
  return row(
    {
      label: environment.name,
      description: summary.filter((part) => part !== undefined && part !== '').join(' · '),
      tooltip: tooltip(environment.name, facts),
      icon: environmentIcon(environment),
      context: `environment${deployment === undefined ? '' : 'Deployed'}`,
      spoken: `Environment ${environment.name}, ${text.map(([label, value]) => `${label}: ${value ?? ''}`).join(', ')}`,
      collapsed: true,
    },
    text.map(([label, value]) => row({ label: label, description: value ?? '', icon: factIcon(label) })),
  );
}

function behind(environment: Environment, length: 'short' | 'long'): string | undefined {
  const { commitsBehind, behindUnknown, deployment } = environment;
  if (deployment === undefined) return undefined;
  if (commitsBehind === undefined) {
    if (length === 'short') return behindUnknown === undefined ? undefined : 'commits behind unknown';
    return behindUnknown && `unknown how far behind: ${behindUnknown}`;
  }
  if (commitsBehind === 0) return length === 'short' ? 'up to date' : 'everything is deployed';
  return length === 'short'
    ? `${commitsBehind} behind`
    : `${commitsBehind} commit${commitsBehind === 1 ? ' is' : 's are'} not deployed`;
}

function environmentIcon(environment: Environment): vscode.ThemeIcon {
  if (environment.state === 'stopped') return coloured('circle-slash', 'disabledForeground');
  if (environment.deployment === undefined) return coloured('circle-outline');
  if (/fail/u.test(environment.deployment.status)) return coloured('error', 'testing.iconFailed');
  if (environment.deployment.status !== 'success') return coloured('sync', 'charts.blue');
  if (environment.flags.length > 0) return coloured('warning', 'charts.yellow');
  return environment.commitsBehind === 0
    ? coloured('pass-filled', 'testing.iconPassed')
    : coloured('arrow-circle-down', 'charts.yellow');
}

function factIcon(label: string): vscode.ThemeIcon {
  const icons: Readonly<Record<string, string>> = {
    Deployed: 'git-commit',
    When: 'clock',
    By: 'person',
    'Default branch': 'git-branch',
    Note: 'warning',
    URL: 'globe',
  };
  return coloured(icons[label] ?? 'info');
}
