import { code } from '../../../../base/markdown.ts';
import { scalarText, type YamlNode } from '../../../../yaml/node.ts';
import { inputsOfFile } from '../../model/file-inputs.ts';
import { summarizeFile } from '../../model/file-summary.ts';
import { fieldsOf, flatItems, follow, scalarValue, type Anchors } from '../../model/follow.ts';
import { resolveInclude } from '../../model/include-graph.ts';
import type { IncludeItem } from '../../model/include-items.ts';
import { indentOf } from './line-structure.ts';
import { plainProposal, textProposal, type Proposal, type Request } from './proposal.ts';

/** An input that a file declares. */
interface Input {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly defaultText: string | undefined;
  readonly description: string | undefined;
  readonly options: readonly YamlNode[];
}

/** The inputs of the file that the `inputs` around the cursor are for, without those that are given; required ones first. */
export function inputItems(request: Request): Proposal[] {
  const { position } = request;
  const indent = ' '.repeat(position.begin - indentOf(position.before));
  return inputsAround(request).flatMap((input): Proposal[] => {
    const { name, type, isRequired } = input;
    if (position.siblings.has(name)) return [];
    const isList = type === 'array' && position.flow === undefined;
    return [
      {
        label: name,
        kind: 'property',
        newText: position.hasColon ? name : isList ? `${name}:\n${indent}  - $0` : `${name}: `,
        ...(isList && !position.hasColon && { isSnippet: true }),
        detail: isRequired ? `${type}, required` : type,
        documentation: describeInput(input),
        sortText: `${isRequired ? '0' : '1'}${name}`,
        ...((input.options.length > 0 || type === 'boolean') && { continues: true }),
      },
    ];
  });
}

/** What the input under the cursor may be. */
export function inputValues(request: Request): Proposal[] {
  const name = request.position.path.findLast((step) => step !== '-');
  const input = inputsAround(request).find((each) => each.name === name);
  if (input === undefined) return [];
  const isDefault = (text: string): { readonly detail?: string } =>
    text === input.defaultText ? { detail: 'default' } : {};
  if (input.type === 'boolean') return ['true', 'false'].map((text) => plainProposal(text, isDefault(text)));
  const options = input.options.flatMap((node): Proposal[] => {
    const text = scalarText(node);
    if (text === undefined) return [];
    return [
      input.type === 'number' ? plainProposal(text, isDefault(text)) : textProposal(text, 'value', isDefault(text)),
    ];
  });
  if (options.length > 0 || input.defaultText === undefined || input.defaultText === '') return options;
  return [textProposal(input.defaultText, 'value', { detail: 'default' })];
}

/** What an input takes, as Markdown. */
export function describeInput({ type, isRequired, defaultText, description, options }: Input): string {
  const choices = options.map((node) => code(scalarText(node) ?? ''));
  return [
    ...(description === undefined ? [] : [description]),
    `Type: ${code(type)}`,
    ...(isRequired ? ['Required'] : defaultText === undefined ? [] : [`Default: ${code(defaultText)}`]),
    ...(choices.length === 0 ? [] : [`Allowed: ${choices.join(', ')}`]),
  ].join('\n\n');
}

function inputsAround(request: Request): Input[] {
  const { pipeline, snapshot } = request;
  const item = includeAround(request);
  if (item === undefined) return [];
  const target = resolveInclude(snapshot, pipeline.graph.projectRoot, item, request.file.path);
  const paths = target.state === 'files' ? target.paths : [];
  return paths.flatMap((path) => {
    const state = snapshot.file(path);
    if (state.state !== 'loaded') return [];
    const summary = summarizeFile(state.file);
    const declared = [...(inputsOfFile(summary)?.declared ?? [])];
    return declared.map(([name, { value }]) => readInput(name, value, summary.header?.anchors ?? summary.anchors));
  });
}

/** The item of `include` or `trigger:include` that begins last before the cursor. */
function includeAround({ pipeline: { own }, file, offset }: Request): IncludeItem | undefined {
  const items = [...own.includes, ...[...own.jobs.values()].flatMap(({ triggers }) => triggers)];
  let found: IncludeItem | undefined;
  let latest = -1;
  for (const item of items) {
    const start = file.rangeOf(item.node)?.start ?? Number.POSITIVE_INFINITY;
    if (start > offset || start < latest) continue;
    latest = start;
    found = item;
  }
  return found;
}

/** Reads the declaration of an input; what is written wrongly is read as absent. */
export function readInput(name: string, node: YamlNode | undefined, anchors: Anchors): Input {
  const fields = fieldsOf(node, anchors);
  const text = (key: string): string | undefined => scalarText(follow(fields.get(key)?.value, anchors));
  const value = follow(fields.get('default')?.value, anchors);
  return {
    name,
    type: text('type') ?? 'string',
    isRequired: !fields.has('default') && !fields.has('rules'),
    defaultText: value?.kind === 'scalar' && scalarValue(value) !== null ? value.text : undefined,
    description: text('description'),
    options: fields.has('options') ? flatItems(fields.get('options')?.value, anchors) : [],
  };
}
