import type * as vscode from 'vscode';
import type { Redaction } from './redaction.ts';

/**
 * The log of the extension and, at level Trace, of every message between client and server. Nothing reaches `channel` but redacted
 * text: this object is the only one that holds it, and each way to write passes through `redact`.
 */
export function redactingLog(channel: vscode.LogOutputChannel, redaction: Redaction): vscode.LogOutputChannel {
  const at =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
    (...parts: readonly unknown[]): void => {
      channel[level](redaction.redact(parts.map(asText).join(' ')));
    };
  return {
    get name() {
      return channel.name;
    },
    get logLevel() {
      return channel.logLevel;
    },
    onDidChangeLogLevel: channel.onDidChangeLogLevel,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    ...redactingLines(channel, redaction),
    clear: () => {
      channel.clear();
    },
    dispose: () => {
      channel.dispose();
    },
    ...visibility(channel),
  };
}

function visibility(channel: vscode.OutputChannel): Pick<vscode.OutputChannel, 'show' | 'hide'> {
  const visible = {
    show: () => {
      channel.show(true);
    },
    hide: () => {
      channel.hide();
    },
  };
  return visible;
}

function redactingLines(
  channel: vscode.OutputChannel,
  { redact }: Redaction,
): Pick<vscode.OutputChannel, 'append' | 'appendLine' | 'replace'> {
  // A chunk may end inside of a token, so text waits for the end of its line.
  let unfinishedLine = '';
  const appendLine = (value: string): void => {
    channel.appendLine(redact(unfinishedLine + value));
    unfinishedLine = '';
  };
  return {
    append: (value) => {
      const lines = (unfinishedLine + value).split('\n');
      unfinishedLine = '';
      const last = lines.pop() ?? '';
      for (const line of lines) appendLine(line);
      unfinishedLine = last;
    },
    appendLine,
    replace: (value) => {
      unfinishedLine = '';
      channel.replace(redact(value));
    },
  };
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? value.message;
  return value === undefined ? '' : JSON.stringify(value);
}
