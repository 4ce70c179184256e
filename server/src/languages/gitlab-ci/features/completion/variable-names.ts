import { code } from '../../../../base/markdown.ts';
import { scalarText, valueOf, type YamlNode } from '../../../../yaml/node.ts';
import type { FileSummary } from '../../model/file-summary.ts';
import { fieldsOf, flatItems, follow, scalarValue, type Anchors } from '../../model/follow.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { PREDEFINED_VARIABLES, type Availability } from '../../variables/predefined.ts';
import type { Request } from './proposal.ts';

/** Where a variable is used: that decides which ones are there. */
export type VariableUse = 'include' | 'rules' | 'job';

/** A variable that may be written somewhere. */
interface KnownVariable {
  readonly name: string;
  readonly detail: string;
  readonly documentation?: string;
  /** The nearer to the job the smaller. */
  readonly rank: number;
}

const AVAILABLE: Readonly<Record<VariableUse, ReadonlySet<Availability>>> = {
  include: new Set<Availability>(['pre-pipeline']),
  rules: new Set<Availability>(['pre-pipeline', 'pipeline']),
  job: new Set<Availability>(['pre-pipeline', 'pipeline', 'job']),
};

/** How the path of a place tells what its variables are used for. */
export function useAt(path: readonly string[]): VariableUse {
  if (path[0] === 'include') return 'include';
  return path[0] === 'workflow' || path.includes('rules') || path.includes('only') || path.includes('except')
    ? 'rules'
    : 'job';
}

/** The variables that a place can use, each name once: the job's, the file's, the project's and groups', GitLab's. */
export function knownVariables({ pipeline, snapshot, position }: Request, use: VariableUse): KnownVariable[] {
  const [job = ''] = position.path;
  const remote = snapshot.names({ kind: 'variables', folder: pipeline.graph.projectRoot }) ?? [];
  const found = new Map<string, KnownVariable>();
  const add = (variable: KnownVariable): void => {
    if (!found.has(variable.name)) found.set(variable.name, variable);
  };
  if (use !== 'include') {
    for (const variable of jobVariables(pipeline, job)) add({ ...variable, detail: "this job's variable", rank: 0 });
    for (const variable of globalVariables(pipeline)) add({ ...variable, detail: 'variable of the pipeline', rank: 1 });
  }
  for (const { name, detail = 'variable of the project', documentation } of remote) {
    add({ name, detail, rank: 2, ...(documentation !== undefined && { documentation }) });
  }
  for (const { name, availability, summary } of PREDEFINED_VARIABLES.values()) {
    if (AVAILABLE[use].has(availability)) add({ name, detail: 'predefined', documentation: summary, rank: 3 });
  }
  return [...found.values()];
}

type Written = Pick<KnownVariable, 'name' | 'documentation'>;

function jobVariables(pipeline: Pipeline, name: string): Written[] {
  const job = pipeline.definitions.has(name) ? pipeline.effective(name) : undefined;
  const keys = ['variables', 'parallel', 'rules', 'secrets', 'id_tokens'] as const;
  return keys.flatMap((key) => {
    const value = job?.fields.get(key)?.value;
    const anchors = value && anchorsOf(pipeline, value);
    return value && anchors ? variablesOf(key, value, anchors) : [];
  });
}

function variablesOf(key: string, value: YamlNode, anchors: Anchors): Written[] {
  if (key === 'parallel') {
    const matrix = fieldsOf(value, anchors).get('matrix')?.value;
    return flatItems(matrix, anchors).flatMap((row) => [...fieldsOf(row, anchors).keys()].map((name) => ({ name })));
  }
  if (key === 'rules') {
    return flatItems(value, anchors).flatMap((rule) =>
      written(fieldsOf(rule, anchors).get('variables')?.value, anchors),
    );
  }
  return written(value, anchors);
}

/** The anchors that count where a node is written; undefined outside of the pipeline. */
export function anchorsOf({ summaries }: Pipeline, { block }: YamlNode): Anchors | undefined {
  return summaries.find(({ summary }) => summary.content?.blocks.includes(block))?.summary.anchors;
}

function written(value: YamlNode | undefined, anchors: Anchors): Written[] {
  return [...fieldsOf(value, anchors)].map(([name, entry]) => {
    const node = follow(entry.value, anchors);
    const plain = node?.kind === 'mapping' ? follow(fieldsOf(node, anchors).get('value')?.value, anchors) : node;
    const text = plain === undefined ? undefined : scalarText(plain);
    const description = scalarValue(fieldsOf(node, anchors).get('description')?.value);
    const lines = [
      ...(typeof description === 'string' ? [description] : []),
      ...(text !== undefined && text !== '' && text.length < 200 ? [`Value: ${code(text)}`] : []),
    ];
    return { name, ...(lines.length > 0 && { documentation: lines.join('\n\n') }) };
  });
}

const ofFile = new WeakMap<FileSummary, readonly Written[]>();

/** Those of `variables` and of `workflow:rules`, in all files of the pipeline. */
export function globalVariables({ summaries }: Pipeline): Written[] {
  return summaries.toReversed().flatMap(({ summary }) => {
    const known = ofFile.get(summary) ?? globalsOfFile(summary);
    ofFile.set(summary, known);
    return known;
  });
}

function globalsOfFile({ content, anchors }: FileSummary): Written[] {
  const workflow = fieldsOf(valueOf(content?.root, 'workflow'), anchors);
  const rules = flatItems(workflow.get('rules')?.value, anchors);
  return [
    ...written(valueOf(content?.root, 'variables'), anchors),
    ...rules.flatMap((rule) => written(fieldsOf(rule, anchors).get('variables')?.value, anchors)),
  ];
}
