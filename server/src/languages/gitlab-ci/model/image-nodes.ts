import { entriesOf, itemsOf, scalarText, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { isReference, perBlock, scalarValue } from './follow.ts';
import { isJobName } from './names.ts';

/** The name of an image where it is written, with the job or top-level keyword that it is written in. */
interface ImageUse {
  readonly name: string;
  readonly node: YamlScalar;
}

/** The images and services that a block writes: at the top, in `default`, in jobs and hidden jobs. */
export const imagesOfBlock = perBlock((block): readonly ImageUse[] =>
  entriesOf(block.root).flatMap(({ key, value }) => {
    const name = scalarText(key) ?? '';
    const own = name === 'image' || name === 'services' ? inKeyword(name, value) : [];
    const inside = name === 'default' || isJobName(name) ? entriesOf(value) : [];
    const ofJob = inside.flatMap((entry) => inKeyword(scalarText(entry.key), entry.value));
    return [...own, ...ofJob].map((node) => ({ name, node }));
  }),
);

function inKeyword(keyword: string | undefined, value: YamlNode | undefined): YamlScalar[] {
  if (isReference(value)) return [];
  if (keyword === 'image') return nameOf(value);
  return keyword === 'services' ? itemsOf(value).flatMap(nameOf) : [];
}

/** The text itself, or `name` of the long form. */
function nameOf(value: YamlNode | undefined): YamlScalar[] {
  const node =
    value?.kind === 'mapping' ? entriesOf(value).find(({ key }) => scalarText(key) === 'name')?.value : value;
  const isText = node?.kind === 'scalar' && node.tag === undefined && typeof scalarValue(node) === 'string';
  return isText ? [node] : [];
}
