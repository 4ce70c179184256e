import type { YamlNode, YamlScalar } from '../../../yaml/node.ts';
import { spanIn } from '../../../yaml/node.ts';
import { parseExpression } from '../expression/parser.ts';
import type { ExpressionProblem } from '../expression/lexer.ts';
import type { Finding, Rule } from '../../language.ts';
import { fieldsOf, flatItems, follow, isInterpolated, perBlock, scalarValue, type Anchors } from '../model/follow.ts';
import { isHidden, isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions */
export const invalidExpression: Rule<Pipeline> = {
  code: 'gitlab-ci/invalid-expression',
  severity: 'error',
  *check(pipeline) {
    const { content, anchors } = pipeline.own;
    for (const block of content?.blocks ?? []) {
      for (const { name, finding } of findingsOfBlock(block, anchors)) {
        if (!isHidden(name) || pipeline.isExtended(name)) yield finding;
        else yield { ...finding, severity: 'warning' };
      }
    }
  },
};

const findingsOfBlock = perBlock((block, anchors): readonly { readonly name: string; readonly finding: Finding }[] => {
  const entries = block.root?.kind === 'mapping' ? block.root.entries : [];
  return entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar') return [];
    const conditions = conditionsOf(key.text, value, anchors).filter((node) => node.block === block);
    return [...new Set(conditions)].flatMap((node) => findingsOf(node).map((finding) => ({ name: key.text, finding })));
  });
});

/** The conditions in a job, in `workflow` and in `include`. */
function conditionsOf(name: string, value: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  if (name === 'include') return flatItems(value, anchors).flatMap((item) => inRules(item, anchors));
  if (name !== 'workflow' && !isJobName(name)) return [];
  const fields = fieldsOf(value, anchors);
  const filters = ['only', 'except'].flatMap((filter) => {
    const variables = fieldsOf(fields.get(filter)?.value, anchors).get('variables');
    return flatItems(variables?.value, anchors).filter((node) => node.kind === 'scalar');
  });
  return [...inRules(value, anchors), ...filters];
}

function inRules(holder: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  const rules = fieldsOf(holder, anchors).get('rules')?.value;
  return flatItems(rules, anchors).flatMap((rule) => {
    const condition = follow(fieldsOf(rule, anchors).get('if')?.value, anchors);
    return condition?.kind === 'scalar' && condition.tag === undefined ? [condition] : [];
  });
}

function findingsOf(node: YamlScalar): Finding[] {
  if (typeof scalarValue(node) !== 'string' || isInterpolated(node)) return [];
  const parsed = parseExpression(node.text);
  return parsed.ok ? [] : [{ at: spanOf(node, parsed.problem), message: parsed.problem.message }];
}

/** The part of the text where it stands as it is written; else the whole value. */
function spanOf(node: YamlScalar, { start, end }: Pick<ExpressionProblem, 'start' | 'end'>): Finding['at'] {
  const quote = node.style === 'single' || node.style === 'double' ? 1 : 0;
  const written = node.block.text.slice(node.start + quote, node.end - quote);
  if (written !== node.text || node.text === '') return node;
  const begin = node.start + quote;
  return spanIn(node.block, begin + start, begin + Math.max(end, start + 1));
}
