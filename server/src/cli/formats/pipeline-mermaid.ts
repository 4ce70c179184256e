import type { PipelineSimulation } from '../../workflows/simulate-pipeline.ts';

/** A flow chart: a box for each stage, an arrow for each `needs`, from stage to stage where a job has none. */
export function pipelineMermaid({ pipeline }: PipelineSimulation): string {
  const { stages, jobs, reason, errors } = pipeline;
  if (jobs.length === 0) return `flowchart LR\n  none["${escape(errors[0] ?? reason ?? 'No pipeline')}"]\n`;
  const idOf = new Map(jobs.map(({ name }, index) => [name, `job${index}`]));
  const boxes = stages.flatMap((stage, index) => [
    `  subgraph stage${index}["${escape(stage)}"]`,
    ...jobs
      .filter((job) => job.stage === stage)
      .map(
        ({ name, outcome }) =>
          `    ${idOf.get(name) ?? ''}["${escape(name)}"]${outcome === 'runs' ? '' : `:::${outcome}`}`,
      ),
    '  end',
  ]);
  const arrows = jobs.flatMap(({ name, needs = [] }) =>
    needs.map((need) => `  ${idOf.get(need) ?? ''} --> ${idOf.get(name) ?? ''}`),
  );
  const waits = stages.flatMap((stage, index) => {
    const isOrdered = jobs.some((job) => job.stage === stage && job.needs === undefined);
    return index > 0 && isOrdered ? [`  stage${index - 1} --> stage${index}`] : [];
  });
  const classes = [
    '  classDef manual stroke-dasharray:6 3',
    '  classDef delayed stroke-dasharray:2 3',
    '  classDef maybe stroke-dasharray:2 6',
  ];
  return ['flowchart LR', ...boxes, ...waits, ...arrows, ...classes].map((line) => `${line}\n`).join('');
}

/** Quotes end a label, and # begins one of Mermaid's own entities (https://mermaid.js.org/syntax/flowchart.html). */
function escape(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('\n', ' ');
}
