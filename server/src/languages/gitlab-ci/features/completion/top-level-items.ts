import type { Completion } from '../../../language.ts';
import type { Request } from './proposal.ts';

/** A new job and a new hidden job, each in a stage that there is. */
export function newJob({ position, pipeline }: Request): Completion[] {
  if (position.hasColon || position.quote !== undefined) return [];
  const stages = pipeline.stages.names.filter((name) => !name.startsWith('.')).filter((name) => /^[\w -]+$/.test(name));
  const stage = stages.length === 0 ? '' : `  stage: \${2|${stages.join(',')}|}\n`;
  const base = { kind: 'snippet', range: position.word, isSnippet: true } as const;
  return [
    {
      ...base,
      label: 'job',
      newText: `\${1:job}:\n${stage}  script:\n    - $0`,
      detail: 'a new job',
      sortText: '3job',
    },
    {
      ...base,
      label: '.hidden job',
      filterText: '.hidden',
      newText: `.\${1:base}:\n  $0`,
      detail: 'a hidden job, for others to extend',
      sortText: '3.hidden',
    },
  ];
}
