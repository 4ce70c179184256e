import type { YamlBlock, YamlScalar } from '../../../yaml/node.ts';
import { conditionsOf, winner } from '../events/conditions.ts';
import type { RuleItem } from '../events/rule-items.ts';
import { parseExpression } from '../expression/parser.ts';
import type { Finding, Rule } from '../../language.ts';
import { conditionNodes } from '../model/condition-nodes.ts';
import { isInterpolated, perBlock, scalarValue } from '../model/follow.ts';
import { isHidden } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { wordSpan } from '../model/word-span.ts';
import { visibleJobs } from './findings.ts';

/** https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions */
export const invalidExpression: Rule<Pipeline> = {
  code: 'gitlab-ci/invalid-expression',
  severity: 'error',
  *check(pipeline) {
    const { content, anchors } = pipeline.own;
    for (const block of content?.blocks ?? []) {
      for (const { name, finding } of findingsOfBlock(block, anchors)) {
        if (!isHidden(name) || judgedBlocks(pipeline).has(block)) yield finding;
        else yield { ...finding, severity: 'warning' };
      }
    }
  },
};

const judged = new WeakMap<Pipeline, ReadonlySet<YamlBlock>>();

/** Where conditions of jobs that run stand: GitLab does not look at those of a hidden job that nobody takes over. */
function judgedBlocks(pipeline: Pipeline): ReadonlySet<YamlBlock> {
  const known = judged.get(pipeline) ?? findJudgedBlocks(pipeline);
  judged.set(pipeline, known);
  return known;
}

function findJudgedBlocks(pipeline: Pipeline): ReadonlySet<YamlBlock> {
  const blocks = new Set<YamlBlock>();
  const lists = new Set<readonly RuleItem[]>();
  for (const job of visibleJobs(pipeline)) {
    for (const keyword of ['rules', 'only', 'except']) {
      const from = job.keywords.has(keyword) ? winner(job, keyword) : undefined;
      if (from !== undefined) blocks.add(from.block);
    }
    const rules = conditionsOf(pipeline, job)?.rules;
    if (rules !== undefined) lists.add(rules);
  }
  for (const list of lists) for (const { node } of list) blocks.add(node.block);
  return blocks;
}

const findingsOfBlock = perBlock((block, anchors): readonly { readonly name: string; readonly finding: Finding }[] => {
  const entries = block.root?.kind === 'mapping' ? block.root.entries : [];
  return entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar') return [];
    const conditions = conditionNodes(key.text, value, anchors).filter((node) => node.block === block);
    return [...new Set(conditions)].flatMap((node) => findingsOf(node).map((finding) => ({ name: key.text, finding })));
  });
});

function findingsOf(node: YamlScalar): Finding[] {
  if (typeof scalarValue(node) !== 'string' || isInterpolated(node)) return [];
  const parsed = parseExpression(node.text);
  return parsed.ok ? [] : [{ at: wordSpan(node, parsed.problem), message: parsed.problem.message }];
}
