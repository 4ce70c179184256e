import type { PipelinePlanPreview, PipelineScenario, PlannedJob } from '../../../../server/src/lsp/protocol.ts';
import { describeOutcome, describeScenario, isInPipeline } from './pipeline-words.ts';

/**
 * The plan of a pipeline as a Markdown page: for each event what the change adds and removes, then all jobs. Every name is escaped,
 * because it comes from the repository.
 */
export function pipelinePage(plan: PipelinePlanPreview, file: string): string {
  const parts = [
    `# Plan of ${escape(file)}`,
    `What your working tree would run, compared with ${escape(plan.base)}.`,
    ...plan.scenarios.flatMap(scenarioPart),
    ...notCheckedPart(plan.notChecked),
  ];
  return `${parts.join('\n\n')}\n`;
}

function scenarioPart(scenario: PipelineScenario): readonly string[] {
  const heading = `## ${escape(scenario.name)}`;
  const summary = `${capitalize(escape(describeScenario(scenario)))}.`;
  const shown = scenario.jobs.filter((job) => isInPipeline(job) || job.change !== 'same');
  const left = scenario.jobs.filter((job) => !isInPipeline(job) && job.change === 'same');
  const absent = left.map((job) => `- ${escape(job.name)}: ${escape(job.because)}`);
  const changes = scenario.jobs.filter((job) => job.change !== 'same').map(changeLine);
  return [
    heading,
    summary,
    ...(changes.length === 0 ? [] : [changes.join('\n')]),
    ...(shown.length === 0 ? [] : [table(shown)]),
    ...(absent.length === 0 ? [] : ['Not in this pipeline:', absent.join('\n')]),
  ];
}

function changeLine(job: PlannedJob): string {
  return `- **${job.change}**: ${escape(job.name)} in ${escape(job.stage)}, ${escape(describeOutcome(job))}`;
}

function table(jobs: readonly PlannedJob[]): string {
  const rows = jobs.map((job) => [
    job.change === 'same' ? '' : `**${job.change}**`,
    escape(job.stage),
    job.change === 'removed' ? `~~${escape(job.name)}~~` : escape(job.name),
    escape(describeOutcome(job)),
    escape(job.because),
    escape(job.needs.join(', ')),
    escape(job.environment ?? ''),
  ]);
  const head = ['Change', 'Stage', 'Job', 'Outcome', 'Because', 'Needs', 'Environment'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function notCheckedPart(notChecked: readonly string[]): readonly string[] {
  if (notChecked.length === 0) return [];
  return ['## Not checked', notChecked.map((text) => `- ${escape(text)}`).join('\n')];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every character that could mean something to Markdown or HTML is written so that it means itself. */
function escape(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|~$<>&:@]/gu, (character) => `&#${character.charCodeAt(0)};`);
}
