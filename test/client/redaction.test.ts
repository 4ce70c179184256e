import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as vscode from 'vscode';
import { redactingLog } from '../../client/src/infrastructure/log.ts';
import { createRedaction } from '../../client/src/infrastructure/redaction.ts';

/** Keeps everything that a log is given. Only the editor's own channel is replaced: it would write a file. */
function recordingChannel(): { readonly channel: vscode.LogOutputChannel; readonly written: () => string } {
  const lines: string[] = [];
  const keep = (...parts: readonly unknown[]): void => {
    lines.push(parts.map(String).join(' '));
  };
  const ignore = (): void => undefined;
  const channel = {
    name: 'Plumbline',
    onDidChangeLogLevel: () => ({ dispose: ignore }),
    trace: keep,
    debug: keep,
    info: keep,
    warn: keep,
    error: keep,
    append: keep,
    appendLine: keep,
    replace: keep,
    clear: ignore,
    show: ignore,
    hide: ignore,
    dispose: ignore,
  } as unknown as vscode.LogOutputChannel;
  return { channel, written: () => lines.join('\n') };
}

describe('what the client logs', () => {
  test('holds no token of a traced sign-in, remembered or not', () => {
    const { channel, written } = recordingChannel();
    const log = redactingLog(channel, createRedaction());
    const params = JSON.stringify(
      { instance: 'https://gitlab.example.com', token: 'unheard-of "shape" \\ 1' },
      null,
      4,
    );
    log.trace(`Sending request 'plumbline/signIn - (3)'.\nParams: ${params}`);
    expect(written()).toContain('https://gitlab.example.com');
    expect(written()).toContain('"token": "[redacted]"');
    expect(written()).not.toContain('shape');
  });

  test('holds no token of GitLab, wherever it stands', () => {
    const { channel, written } = recordingChannel();
    const log = redactingLog(channel, createRedaction());
    log.info('push to http://oauth2:glpat-aaaabbbbccccdddd1111@gitlab.example.com/a.git failed', {
      header: 'glpat-aaaabbbbccccdddd1111',
    });
    log.error(new Error('PRIVATE-TOKEN glpat-aaaabbbbccccdddd1111.01.0w1abcdef is refused'));
    expect(written()).not.toContain('glpat-aaaa');
    expect(written()).toContain('gitlab.example.com/a.git failed');
  });

  test('holds no password of a URL', () => {
    const { redact } = createRedaction();
    expect(redact('http://sam:hunter2@gitlab.example.com/a.git')).toBe(
      'http://sam:[redacted]@gitlab.example.com/a.git',
    );
    expect(redact('http://127.0.0.1:8080/a?b=c@d')).toBe('http://127.0.0.1:8080/a?b=c@d');
  });

  test('holds no remembered secret in any way to write, nor in any place where a chunk is cut', () => {
    const printable = fc
      .string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
      .filter((text) => !/[\s[\]]/u.test(text));
    fc.assert(
      fc.property(printable, fc.string(), fc.nat(), (secret, around, cut) => {
        fc.pre(!around.includes(secret) && !'[redacted]'.includes(secret));
        const { channel, written } = recordingChannel();
        const redaction = createRedaction();
        redaction.remember(secret);
        const log = redactingLog(channel, redaction);
        const text = `${around} ${secret} ${around}`;
        for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
          log[level](text);
          log[level]('a', { deep: [secret] });
        }
        log.appendLine(text);
        log.replace(text);
        const at = cut % text.length;
        log.append(text.slice(0, at));
        log.append(`${text.slice(at)}\n`);
        log.append(encodeURIComponent(secret));
        log.appendLine('');
        expect(written()).not.toContain(secret);
        expect(written()).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(written()).not.toContain(encodeURIComponent(secret));
      }),
    );
  });
});
