import type { YamlBlock, YamlNode, YamlScalar } from '../../../yaml/node.ts';
import { spanIn } from '../../../yaml/node.ts';
import { conditionsOf as conditionsOfJob, winner } from '../events/conditions.ts';
import type { RuleItem } from '../events/rule-items.ts';
import { parseExpression } from '../expression/parser.ts';
import type { ExpressionProblem } from '../expression/lexer.ts';
import type { Finding, Rule } from '../../language.ts';
import { fieldsOf, flatItems, follow, isInterpolated, perBlock, scalarValue, type Anchors } from '../model/follow.ts';
import { isHidden, isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
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
    const rules = conditionsOfJob(pipeline, job)?.rules;
    if (rules !== undefined) lists.add(rules);
  }
  for (const list of lists) for (const { node } of list) blocks.add(node.block);
  return blocks;
}

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
