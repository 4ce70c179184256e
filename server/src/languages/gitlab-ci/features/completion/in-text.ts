import type { YamlFile } from '../../../../yaml/file.ts';
import type { OffsetRange } from '../../../../base/range.ts';
import type { Completion } from '../../../language.ts';
import { fieldsOf, follow } from '../../model/follow.ts';
import { inputsOfFile } from '../../model/file-inputs.ts';
import { scalarText } from '../../../../yaml/node.ts';
import { expressionItems } from './expression-items.ts';
import type { Request } from './proposal.ts';
import { variableItems } from './variable-items.ts';
import { useAt } from './variable-names.ts';

/**
 * What may be written inside a text: variables behind `$`, the words of a condition.
 * Undefined where the cursor is at none of these.
 */
export function inText(request: Request, isCondition: boolean): Completion[] | undefined {
  const { position } = request;
  const typed = typedText(request);
  const variable = /(?<![\\$])\$(\{?)(\w*)$/.exec(typed);
  if (isCondition) return expressionItems(request, typed);
  if (variable === null) return undefined;
  const [whole, brace = ''] = variable;
  return variableItems(request, { start: request.offset - whole.length, brace, use: useAt(position.path) });
}

/** In brackets, `${` looks like one more bracket: there the text of the line tells. */
function typedText({ position, file, offset }: Request): string {
  if (position.flow === undefined) return position.typed;
  const { lines, text } = file;
  const line = text.slice(lines.lineStart(lines.positionAt(offset).line), offset);
  return /\$\{\w*$/.exec(line)?.[0] ?? position.typed;
}

const FUNCTIONS: readonly (readonly [name: string, text: string, summary: string])[] = [
  ['expand_vars', 'expand_vars', 'Fills in the variables in the value that are not masked.'],
  ['truncate', 'truncate($1,$2)', 'Takes a part: from which character on, and how many.'],
  ['posix_escape', 'posix_escape', 'Escapes the value for a shell.'],
  ['split', "split('$1')", 'Makes a list of the value, at a separator.'],
];

/** What is written of a `$[[ … ]]` that is open before the cursor on its line, be it in a key or in a value. */
export function interpolationBefore({ text, lines }: YamlFile, offset: number): string | undefined {
  const line = text.slice(lines.lineStart(lines.positionAt(offset).line), offset);
  return /\$\[\[([^\]]*)$/.exec(line)?.[1];
}

/** Inside `$[[ … ]]`: the file's inputs, and functions behind `|`. */
export function interpolationItems(request: Request, block: string): Completion[] {
  const { offset, file } = request;
  const rest = file.text.slice(offset);
  const word = /[\w.-]*$/.exec(block)?.[0] ?? '';
  const range: OffsetRange = {
    start: offset - word.length,
    end: offset + (/^[\w.-]*/.exec(rest)?.[0].length ?? 0),
  };
  const isClosed = /^[^\n$]*?\]\]/.test(rest);
  const lead = word === '' && !/\s$/.test(block) ? ' ' : '';
  const end = isClosed ? '' : ' ]]';
  if (block.includes('|')) {
    return FUNCTIONS.map(([label, text, documentation]) => ({
      label,
      kind: 'value',
      range,
      newText: lead + text + end,
      ...(text.includes('$') && { isSnippet: true }),
      documentation,
    }));
  }
  return interpolated(request).map(({ label, detail, documentation }) => ({
    label,
    kind: 'variable',
    range,
    newText: lead + label + end,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation }),
  }));
}

type Interpolated = Pick<Completion, 'label' | 'detail'> & { readonly documentation?: string };

/** The names that this file may interpolate: its own inputs, and facts of the component that it asks for. */
function interpolated({ pipeline }: Request): Interpolated[] {
  const { own } = pipeline;
  const declared = inputsOfFile(own)?.declared ?? new Map<string, never>();
  const anchors = own.header?.anchors ?? own.anchors;
  const inputs = [...declared].map(([name, { value }]): Interpolated => {
    const fields = fieldsOf(value, anchors);
    const documentation = scalarText(follow(fields.get('description')?.value, anchors));
    const type = scalarText(follow(fields.get('type')?.value, anchors)) ?? 'string';
    return { label: `inputs.${name}`, detail: type, ...(documentation !== undefined && { documentation }) };
  });
  const spec = fieldsOf(fieldsOf(own.header?.root, anchors).get('spec')?.value, anchors);
  const component = follow(spec.get('component')?.value, anchors);
  const facts = component?.kind === 'sequence' ? component.items : [];
  return [
    ...inputs,
    ...facts.flatMap((item) => {
      const fact = scalarText(item);
      return fact === undefined ? [] : [{ label: `component.${fact}`, detail: 'of the component' }];
    }),
  ];
}
