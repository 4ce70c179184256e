import { code } from '../../../base/markdown.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span } from '../../../yaml/node.ts';
import { documentationLink, valuesOf, type Shape } from '../keywords/shape.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** A keyword's documentation in Markdown. */
export function describeKeyword(name: string, shape: Shape): string {
  const lines = [`**${name}**`];
  if (shape.summary !== undefined) lines.push('', shape.summary);
  if (shape.deprecated !== undefined) lines.push('', `Deprecated. ${shape.deprecated}`);
  const values = shape.string && shape.string.suggestions !== true ? valuesOf(shape.string) : [];
  if (values.length > 0) {
    lines.push('', ...values.map(([value, summary]) => `- \`${value}\`${summary === '' ? '' : `: ${summary}`}`));
  }
  if (shape.boolean && values.length === 0) lines.push('', 'Values: `true`, `false`');
  if (shape.default !== undefined) lines.push('', `Default: \`${shape.default}\``);
  const link = documentationLink(shape);
  if (link !== undefined) lines.push('', `[GitLab documentation](${link})`);
  return lines.join('\n');
}

/** What a reader wants to know of a job that is named elsewhere. */
export function describeJob(pipeline: Pipeline, name: string): string | undefined {
  const job = pipeline.effective(name);
  const file = pipeline.definitions.get(name)?.at(-1)?.file;
  if (job === undefined || file === undefined) return undefined;
  const place = placeIn(file, job.definition.job.nameAt, pipeline.graph.projectRoot);
  const lines = [`**${name}** (${job.hidden ? 'hidden job' : 'job'})`, '', `Defined in ${code(place)}`];
  if (!job.hidden && job.stage !== 'unknown') lines.push('', `Stage: ${code(job.stage.name)}`);
  const bases = job.extends?.names.map((base) => code(base.name)) ?? [];
  if (bases.length > 0) lines.push('', `Extends: ${bases.join(', ')}`);
  return lines.join('\n');
}

/** A file, as it is called in its project, and the line. */
function placeIn(file: YamlFile, span: Span, projectRoot: string): string {
  const relative = file.path.startsWith(`${projectRoot}/`)
    ? file.path.slice(projectRoot.length + 1)
    : file.path.slice(file.path.lastIndexOf('/') + 1);
  const range = file.rangeOf(span);
  return range === undefined ? relative : `${relative}:${file.lines.positionAt(range.start).line + 1}`;
}

/** What a reader wants to know of a stage: its place and its jobs. */
export function describeStage(pipeline: Pipeline, name: string): string | undefined {
  const { names, list } = pipeline.stages;
  const index = names.indexOf(name);
  if (index === -1) return undefined;
  const jobs = [...pipeline.definitions.keys()].filter((job) => {
    const effective = pipeline.effective(job);
    return effective?.hidden === false && effective.stage !== 'unknown' && effective.stage.name === name;
  });
  const origin = list === undefined ? 'One of the default stages' : `Stage ${index} of ${names.length - 2}`;
  const place = name === '.pre' ? 'Always the first stage' : name === '.post' ? 'Always the last stage' : origin;
  const shown = jobs.slice(0, 10).map(code);
  const more = jobs.length > shown.length ? ` and ${jobs.length - shown.length} more` : '';
  return [`**${name}** (stage)`, '', place, '', `Jobs: ${shown.length === 0 ? 'none' : shown.join(', ')}${more}`].join(
    '\n',
  );
}
