import { describe, expect, test } from 'vitest';
import { pipelinePage } from '../../client/src/features/plan/pipeline-page.ts';
import type { PipelinePlanPreview, PlannedJob } from '../../server/src/lsp/protocol.ts';

function job(name: string, more: Partial<PlannedJob> = {}): PlannedJob {
  return { name, stage: 'test', outcome: 'runs', change: 'same', because: 'it has no rules', needs: [], ...more };
}

function planOf(...jobs: readonly PlannedJob[]): PipelinePlanPreview {
  const scenarios = [{ name: 'push to main', created: true, jobs }];
  return { kind: 'pipeline', base: 'main at 1a2b3c4d', scenarios, notChecked: ['an include'] };
}

describe('the page of a pipeline plan', () => {
  test('names what the change adds and removes, and what does not run', () => {
    const page = pipelinePage(
      planOf(
        job('unit'),
        job('smoke', { change: 'added', outcome: 'manual', needs: ['unit'], environment: 'staging' }),
        job('lint', { change: 'removed' }),
        job('nightly', { outcome: 'excluded', because: 'no rule matches' }),
      ),
      'ci.yml',
    );
    expect(page.replaceAll(/&#(\d+);/gu, (_, code: string) => String.fromCharCode(Number(code)))).toBe(`# Plan of ci.yml

What your working tree would run, compared with main at 1a2b3c4d.

## push to main

2 jobs, 1 added, 1 removed.

- **added**: smoke in test, waits for a click (manual)
- **removed**: lint in test, no longer runs

| Change | Stage | Job | Outcome | Because | Needs | Environment |
| --- | --- | --- | --- | --- | --- | --- |
|  | test | unit | runs | it has no rules |  |  |
| **added** | test | smoke | waits for a click (manual) | it has no rules | unit | staging |
| **removed** | test | ~~lint~~ | no longer runs | it has no rules |  |  |

Not in this pipeline:

- nightly: no rule matches

## Not checked

- an include
`);
  });

  test('says why there is no pipeline', () => {
    const scenarios = [{ name: 'push to main', created: false, reason: 'workflow:rules', jobs: [] }];
    const page = pipelinePage({ kind: 'pipeline', base: 'main', scenarios, notChecked: [] }, 'ci.yml');
    expect(page).toContain('No pipeline&#58; workflow&#58;rules');
  });

  test('takes every name as text, whatever it holds', () => {
    const page = pipelinePage(planOf(job('a | <img src=x onerror=1> [b](http://c) `d`\n# e')), 'ci.yml');
    expect(page).not.toMatch(/<img|\]\(http|`d`|^# e/mu);
  });
});
