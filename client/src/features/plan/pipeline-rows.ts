import type * as vscode from 'vscode';
import type { PipelinePlanPreview, PipelineScenario, PlannedJob } from '../../../../server/src/lsp/protocol.ts';
import { tooltip } from '../../infrastructure/markdown.ts';
import { coloured, goToPlace, row, type Row } from '../../infrastructure/rows.ts';
import { describeOutcome, describeScenario, isInPipeline } from './pipeline-words.ts';

/** Scenario → stage → job, with what the change adds and removes; jobs that do not run stand last and folded. */
export function pipelineRows(plan: PipelinePlanPreview): readonly Row[] {
  return plan.scenarios.map(scenarioRow);
}

function scenarioRow(scenario: PipelineScenario): Row {
  const shown = scenario.jobs.filter((job) => isInPipeline(job) || job.change !== 'same');
  const excluded = scenario.jobs.filter((job) => !isInPipeline(job) && job.change === 'same');
  const stages = [...new Set(shown.map((job) => job.stage))].map((stage) =>
    row({ label: stage, icon: coloured('layers') }, shown.filter((job) => job.stage === stage).map(jobRow)),
  );
  const left =
    excluded.length === 0
      ? []
      : [
          row(
            {
              label: 'Not in the pipeline',
              description: String(excluded.length),
              icon: coloured('circle-slash'),
              collapsed: true,
            },
            excluded.map(jobRow),
          ),
        ];
  return row(
    {
      label: scenario.name,
      description: describeScenario(scenario),
      tooltip: `${scenario.name}: ${describeScenario(scenario)}`,
      icon: coloured(scenario.created ? 'rocket' : 'circle-slash'),
    },
    [...stages, ...left],
  );
}

function jobRow(job: PlannedJob): Row {
  const outcome = describeOutcome(job);
  const words = [...(job.change === 'same' || job.change === 'removed' ? [] : [job.change]), outcome];
  return row({
    label: job.name,
    description: [...words, job.because].filter((part) => part !== '').join(' · '),
    tooltip: tooltip(job.name, [
      ['Outcome', words.join(', ')],
      ['Because', job.because],
      ['Stage', job.stage],
      ['Environment', job.environment],
      ['Needs', job.needs.join(', ')],
    ]),
    icon: jobIcon(job),
    spoken: `${job.name}, ${words.join(', ')}, because ${job.because}`,
    ...(job.location === undefined ? {} : { command: goToPlace(job.location.uri, job.location.range) }),
  });
}

function jobIcon(job: PlannedJob): vscode.ThemeIcon {
  switch (job.change) {
    case 'added':
      return coloured('diff-added', 'gitDecoration.addedResourceForeground');
    case 'removed':
      return coloured('diff-removed', 'gitDecoration.deletedResourceForeground');
    case 'changed':
      return coloured('diff-modified', 'gitDecoration.modifiedResourceForeground');
    case 'same':
      return coloured(outcomeIcons[job.outcome]);
  }
}

const outcomeIcons: Readonly<Record<PlannedJob['outcome'], string>> = {
  runs: 'play-circle',
  manual: 'debug-pause',
  delayed: 'clock',
  maybe: 'question',
  excluded: 'circle-slash',
};
