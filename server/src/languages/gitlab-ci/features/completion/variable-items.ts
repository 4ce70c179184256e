import type { Completion } from '../../../language.ts';
import type { Request } from './proposal.ts';
import { knownVariables, type VariableUse } from './variable-names.ts';

interface VariablePlace {
  /** Where the dollar sign is. */
  readonly start: number;
  readonly brace: string;
  readonly use: VariableUse;
}

/** Variables as `$NAME`, or as `${NAME}` where the brace is there already. */
export function variableItems(request: Request, { start, brace, use }: VariablePlace): Completion[] {
  const { offset, file } = request;
  const rest = file.text.slice(offset);
  // Before a variable that is written already, that one.
  const name = start === offset ? /^(?:\$\w+)?/ : /^\w*/;
  const tail = (brace === '' ? name : /^\w*\}?/).exec(rest)?.[0].length ?? 0;
  const range = { start, end: offset + tail };
  return knownVariables(request, use).map(({ name, detail, documentation, rank }) => {
    const text = brace === '' ? `$${name}` : `\${${name}}`;
    return {
      label: text,
      kind: 'variable',
      range,
      newText: text,
      detail,
      ...(documentation !== undefined && { documentation }),
      sortText: `${rank}${name}`,
    };
  });
}
