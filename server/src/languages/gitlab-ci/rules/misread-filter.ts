import type { YamlBlock, YamlNode, YamlScalar } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { fieldsOf, flatItems, follow, isInterpolated, perBlock, scalarValue, type Anchors } from '../model/follow.ts';
import { isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';

/**
 * What `only` and `except` take for the name of a branch or tag and what was meant for something else
 * (https://docs.gitlab.com/ci/yaml/deprecated_keywords/#onlyrefs--exceptrefs).
 */
export const misreadFilter: Rule<Pipeline> = {
  code: 'gitlab-ci/misread-filter',
  severity: 'warning',
  *check({ own: { content, anchors } }) {
    for (const block of content?.blocks ?? []) yield* findingsOfBlock(block, anchors);
  },
};

const findingsOfBlock = perBlock((block, anchors): readonly Finding[] => {
  const entries = block.root?.kind === 'mapping' ? block.root.entries : [];
  return entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar' || !isJobName(key.text)) return [];
    return [...new Set(refsOf(value, anchors))].flatMap((node) => (isHere(node, block) ? (findingOf(node) ?? []) : []));
  });
});

function isHere(node: YamlScalar, block: YamlBlock): boolean {
  return node.block === block;
}

function refsOf(job: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  const fields = fieldsOf(job, anchors);
  return ['only', 'except'].flatMap((keyword) => {
    const filter = follow(fields.get(keyword)?.value, anchors);
    const refs = filter?.kind === 'mapping' ? fieldsOf(filter, anchors).get('refs')?.value : filter;
    return flatItems(refs, anchors).filter((node) => node.kind === 'scalar');
  });
}

/** Words that are near the keywords, and that hardly any branch is called. GitLab takes the singular of sources, not of refs. */
const MEANT: Readonly<Record<string, string>> = {
  branch: 'branches',
  tag: 'tags',
  'merge-request': 'merge_requests',
  'merge-requests': 'merge_requests',
  merge_request_event: 'merge_requests',
  scheduled: 'schedules',
};

/** What no name of a branch or tag can hold (https://git-scm.com/docs/git-check-ref-format). */
const NEVER_IN_A_NAME = /[*?[\]\\^~: ]/;
const VARIABLE = /\$[A-Za-z_{]/;

function findingOf(node: YamlScalar): Finding | undefined {
  const ref = scalarValue(node);
  if (typeof ref !== 'string' || isInterpolated(node) || ref.startsWith('/') || VARIABLE.test(ref)) return undefined;
  const meant = Object.hasOwn(MEANT, ref) ? MEANT[ref] : undefined;
  if (meant !== undefined) {
    return {
      at: node,
      message: `'${ref}' is read as the name of a branch or tag; did you mean '${meant}'?`,
      replacement: meant,
    };
  }
  const [sign] = NEVER_IN_A_NAME.exec(ref.split('@', 1)[0] ?? '') ?? [];
  if (sign === undefined) return undefined;
  const example = sign === '*' ? `, such as /^${ref.replace(/[/.]/g, '\\$&').replaceAll('*', '.*')}$/` : '';
  const what = sign === ' ' ? 'a blank' : `'${sign}'`;
  return {
    at: node,
    message: `'${ref}' is read as the name of a branch or tag, and none has ${what} in it; a pattern stands between slashes${example}`,
  };
}
