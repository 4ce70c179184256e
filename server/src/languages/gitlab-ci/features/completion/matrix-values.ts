import { scalarText, type YamlNode } from '../../../../yaml/node.ts';
import { fieldsOf, flatItems } from '../../model/follow.ts';
import { unquoted } from './flow.ts';
import { textProposal, type Proposal, type Request } from './proposal.ts';
import { siblingKeys } from './siblings.ts';
import { anchorsOf } from './variable-names.ts';

/** The variables of the needed job's matrix, for `needs:parallel:matrix`. */
export function matrixKeys(request: Request): Proposal[] {
  return [...matrixAround(request).keys()]
    .filter((name) => !request.position.siblings.has(name))
    .map((name) => ({
      ...textProposal(name, 'variable'),
      isText: false,
      newText: request.position.hasColon ? name : `${name}: `,
    }));
}

/** The values that the needed job's matrix gives a variable. */
export function matrixValues(request: Request): Proposal[] {
  const name = request.position.path.findLast((step) => step !== '-') ?? '';
  return [...(matrixAround(request).get(name) ?? [])].map((value) => textProposal(value, 'value'));
}

function matrixAround(request: Request): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map<string, Set<string>>();
  const parallel = neededParallel(request);
  const anchors = parallel && anchorsOf(request.pipeline, parallel);
  if (parallel === undefined || anchors === undefined) return result;
  for (const row of flatItems(fieldsOf(parallel, anchors).get('matrix')?.value, anchors)) {
    for (const [name, { value }] of fieldsOf(row, anchors)) {
      const values = result.get(name) ?? new Set<string>();
      for (const item of flatItems(value, anchors)) values.add(scalarText(item) ?? '');
      result.set(name, values);
    }
  }
  return result;
}

/** What `parallel` is in the job that the need around the cursor names. */
function neededParallel({ position, pipeline, file }: Request): YamlNode | undefined {
  const holder = position.places.findLast(({ step }) => step === 'parallel');
  if (holder === undefined) return undefined;
  const name = siblingKeys(file, holder.line, holder.column).get('job') ?? '';
  return pipeline.effective(unquoted(name.trim()))?.fields.get('parallel')?.value;
}
