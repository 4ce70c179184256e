import { documentAt, type YamlFile } from '../../../../yaml/file.ts';
import type { Completion } from '../../../language.ts';
import { GLOBAL_SHAPES, resolveShape } from '../../keywords/shape.ts';
import { describeKeyword } from '../describe.ts';
import { isBlank } from './line-structure.ts';
import type { TextPosition } from './position.ts';
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
      newText: `\${1:${freeName('job', position)}}:\n${stage}  script:\n    - $0`,
      detail: 'a new job',
      sortText: '30',
    },
    {
      ...base,
      label: '.hidden job',
      filterText: '.hidden',
      newText: `.\${1:${freeName('.base', position).slice(1)}}:\n  $0`,
      detail: 'a hidden job, for others to extend',
      sortText: '31',
    },
  ];
}

/** One that no key beside it has yet. */
function freeName(name: string, { siblings }: TextPosition): string {
  let free = name;
  for (let count = 2; siblings.has(free); count++) free = `${name}-${count}`;
  return free;
}

/** In the document before the pipeline, which holds `spec` and nothing else. */
export function isHeader({ file, offset, position }: Request): boolean {
  const [first, second] = file.documents;
  return second !== undefined && documentAt(file, offset) === first && position.siblings.has('spec');
}

/** `spec` with the line that ends its document: only where nothing of the pipeline is above (https://docs.gitlab.com/ci/yaml/#spec). */
export function newHeader({ file, offset, position }: Request): Completion[] {
  const { line } = file.lines.positionAt(offset);
  for (let index = 0; index < line; index++) if (!isBlank(lineAt(file, index))) return [];
  let below = line + 1;
  while (below < file.lines.lineCount && isBlank(lineAt(file, below))) below++;
  const isEnded = below < file.lines.lineCount && lineAt(file, below).startsWith('---');
  const newText = position.hasColon ? 'spec' : `spec:\n  inputs:\n    \${1:name}:\n      $0${isEnded ? '' : '\n---'}`;
  return [
    {
      label: 'spec',
      kind: 'keyword',
      range: position.word,
      newText,
      ...(!position.hasColon && { isSnippet: true }),
      documentation: () => describeKeyword('spec', resolveShape(GLOBAL_SHAPES['spec'] ?? 'anything')),
      sortText: '1005',
    },
  ];
}

function lineAt({ text, lines }: YamlFile, index: number): string {
  return text.slice(lines.lineStart(index), lines.lineEnd(index));
}
