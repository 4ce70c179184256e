import { spanIn } from '../../../yaml/node.ts';
import { nearestName } from '../../../base/nearest-name.ts';
import type { Finding, Rule } from '../../language.ts';
import { FUNCTION_NAMES, isFunctionCall } from '../inputs/functions.ts';
import { blocksIn, MAX_FUNCTIONS, partsOf } from '../inputs/interpolate.ts';
import { perBlock } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { textsIn } from '../occurrences/text-walk.ts';

/**
 * `$[[ inputs.name | function ]]` that GitLab cannot fill in, whatever the inputs are
 * (https://docs.gitlab.com/ci/inputs/#specify-functions-to-manipulate-input-values). Without a header it leaves all as it is.
 */
export const invalidInterpolation: Rule<Pipeline> = {
  code: 'gitlab-ci/invalid-interpolation',
  severity: 'error',
  *check({ own: { header, content, anchors } }) {
    if (header === undefined) return;
    for (const block of content?.blocks ?? []) yield* findingsOfBlock(block, anchors);
  },
};

const findingsOfBlock = perBlock((block): readonly Finding[] => {
  if (block.root === undefined || !block.text.includes('$[[')) return [];
  return textsIn(block.root, '').flatMap(({ scalar: { start, end } }) => {
    return blocksIn(block.text.slice(start, end)).flatMap(({ inner, at }) => {
      const fault = faultOf(inner);
      if (fault === undefined) return [];
      const { word, ...finding } = fault;
      const from = start + at + Math.max(0, inner.indexOf(word));
      return [{ ...finding, at: spanIn(block, from, from + Math.max(1, word.length)) }];
    });
  });
});

interface Fault {
  /** The part that is wrong, as it is written. */
  readonly word: string;
  readonly message: string;
  readonly replacement?: string;
}

function faultOf(inner: string): Fault | undefined {
  const [access = '', ...functions] = partsOf(inner);
  const [source = '', ...names] = access.split('.');
  const isKnown = SOURCES.includes(source);
  if (names.length === 0) return withoutName(access);
  if (!isKnown) {
    const near = nearestName(source, SOURCES);
    const message = `'$[[ … ]]' takes inputs, as 'inputs.name'; '${source}' is nothing that GitLab fills in`;
    if (near === undefined) return { word: source, message };
    return { word: source, message: `${message}; did you mean '${near}'?`, replacement: near };
  }
  if (functions.length > MAX_FUNCTIONS) {
    return {
      word: inner,
      message: `'$[[ … ]]' takes at most ${MAX_FUNCTIONS} functions, and this has ${functions.length}`,
    };
  }
  const wrong = functions.find((call) => !isFunctionCall(call));
  return wrong === undefined ? undefined : { word: wrong, message: aboutFunction(wrong) };
}

/** `component` is for components, `matrix` for `needs`. */
const SOURCES: readonly string[] = ['inputs', 'component', 'matrix'];

function withoutName(access: string): Fault {
  return { word: access, message: `'$[[ … ]]' takes an input by its name, as in '$[[ inputs.${nameIn(access)} ]]'` };
}

function nameIn(access: string): string {
  return /^[\w-]+$/.test(access) && access !== 'inputs' ? access : 'name';
}

function aboutFunction(call: string): string {
  const [name = ''] = /^\w*/.exec(call) ?? [];
  if (!FUNCTION_NAMES.includes(name)) {
    return `'${call}' is no function of '$[[ … ]]'; there are ${FUNCTION_NAMES.join(', ')}`;
  }
  const form = FORMS[name];
  return `'${call}' does not fit the function '${name}'; it is written as '${form ?? name}'`;
}

const FORMS: Readonly<Record<string, string>> = { truncate: 'truncate(0, 8)', split: "split(',')" };
