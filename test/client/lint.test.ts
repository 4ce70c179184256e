import { describe, expect, test } from 'vitest';
import { movedRange, type Edit } from '../../client/src/features/lint/aging.ts';
import type { PositionRange } from '../../server/src/lsp/protocol.ts';
import { describe as describeResult, failedStatus, resultStatus } from '../../client/src/features/lint/lint-words.ts';
import type { LintFinding, LintOnServerResult } from '../../server/src/lsp/protocol.ts';

function range(startLine: number, start: number, endLine: number, end: number): PositionRange {
  return { start: { line: startLine, character: start }, end: { line: endLine, character: end } };
}

function edit(where: PositionRange, text: string): Edit {
  return { range: where, text };
}

describe('a finding after an edit', () => {
  const finding = range(4, 6, 4, 12);

  test.each([
    ['below stays', edit(range(5, 0, 5, 3), 'x\ny'), finding],
    ['behind on the same line stays', edit(range(4, 13, 4, 14), ''), finding],
    ['above that adds lines moves down', edit(range(1, 0, 1, 0), 'a\nb\n'), range(6, 6, 6, 12)],
    ['above that takes lines away moves up', edit(range(0, 2, 3, 0), ''), range(1, 6, 1, 12)],
    ['before on the same line moves right', edit(range(4, 0, 4, 2), 'long'), range(4, 8, 4, 14)],
    ['that ends on its line with a line break', edit(range(3, 1, 4, 2), 'a\nbc'), range(4, 6, 4, 12)],
    ['that joins its line to the one above', edit(range(3, 5, 4, 2), ''), range(3, 9, 3, 15)],
    ['at its beginning goes', edit(range(4, 6, 4, 6), 'x'), undefined],
    ['at its end goes', edit(range(4, 12, 4, 12), 'x'), undefined],
    ['over it goes', edit(range(0, 0, 9, 0), ''), undefined],
  ] as const)('%s', (_, change, expected) => {
    expect(movedRange(finding, change)).toEqual(expected);
  });
});

function result(more: Partial<LintOnServerResult>): LintOnServerResult {
  return {
    isValid: true,
    dryRun: false,
    file: '.gitlab-ci.yml',
    uri: 'file:///a/.gitlab-ci.yml',
    ref: 'main',
    instance: 'https://gitlab.example.com',
    version: '18.6.0',
    findings: [],
    notes: [],
    ...more,
  };
}

function finding(severity: LintFinding['severity']): LintFinding {
  return { message: 'm', severity, uri: 'file:///a', file: 'a', range: range(0, 0, 0, 1), isExact: true };
}

describe('the status bar', () => {
  test('counts errors and warnings', () => {
    expect(resultStatus(result({})).text).toBe('$(pass) GitLab: valid');
    expect(resultStatus(result({ findings: [finding('warning')] })).text).toBe('$(pass) GitLab: valid, 1 warning');
    const errors = [finding('error'), finding('error'), finding('warning')];
    const text = resultStatus(result({ isValid: false, findings: errors })).text;
    expect(text).toBe('$(error) GitLab: 2 errors, 1 warning');
  });

  test('tells how it was linted and what was not seen', () => {
    const linted = result({ dryRun: true, ref: 'feat/x', jobs: 3, notes: ['GitLab read an older file.'] });
    expect(resultStatus(linted).tooltip).toBe(
      "gitlab.example.com: '.gitlab-ci.yml' is linted (dry run on feat/x, 3 jobs): valid.\nGitLab read an older file.",
    );
    expect(describeResult(result({}))).toContain('(includes as on main): valid.');
  });

  test('never shows a failure as a verdict', () => {
    const { text, tooltip } = failedStatus({ code: 'offline', message: "'x' cannot be reached." });
    expect(text).toBe('$(question) GitLab: not linted');
    expect(tooltip).toBe("'x' cannot be reached.");
  });
});
