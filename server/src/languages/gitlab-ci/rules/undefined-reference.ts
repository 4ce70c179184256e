import type { Finding, Rule } from '../../language.ts';
import type { YamlNode } from '../../../yaml/node.ts';
import { fieldsOf, follow, type Anchors } from '../model/follow.ts';
import type { NameUse, ReferenceUse } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { allNames, unknownName } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags */
export const undefinedReference: Rule<Pipeline> = {
  code: 'gitlab-ci/undefined-reference',
  severity: 'error',
  *check(pipeline) {
    for (const reference of pipeline.own.references) {
      const finding = findingOf(pipeline, reference);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingOf(pipeline: Pipeline, { path, at }: ReferenceUse): Finding | undefined {
  if (path === undefined) {
    return {
      at,
      message: "'!reference' takes a list of names: a job and a keyword of it, such as !reference [.setup, script]",
    };
  }
  const isKnown = pipeline.closed && !path.some(({ name }) => name.includes('$[['));
  const [first, second] = path;
  if (!isKnown || first === undefined) return undefined;
  if (!pipeline.definitions.has(first.name)) {
    if (pipeline.globals.has(first.name)) return undefined;
    return unknownName(first, `'!reference' names '${first.name}', which does not exist`, allNames(pipeline));
  }
  return second && keywordFinding(pipeline, path, [first, second]);
}

function keywordFinding(
  pipeline: Pipeline,
  path: readonly NameUse[],
  [first, second]: readonly [NameUse, NameUse],
): Finding | undefined {
  const job = pipeline.effective(first.name);
  if (job === undefined || job.open || job.cyclic) return undefined;
  if (!job.keywords.has(second.name)) {
    return unknownName(
      second,
      `'!reference' names '${second.name}' of '${first.name}', which it does not have`,
      job.keywords,
    );
  }
  // Merged mappings would have to be merged first: only where one text says it all is the rest looked at.
  const definitions = pipeline.definitions.get(first.name) ?? [];
  const [definition] = definitions;
  const isWhole = definitions.length === 1 && definition?.job.extends === undefined;
  const summary = pipeline.summaries.find(({ file }) => file === definition?.file)?.summary;
  return isWhole && summary ? missingStep(definition?.job.value, path.slice(1), summary.anchors) : undefined;
}

function missingStep(root: YamlNode | undefined, steps: readonly NameUse[], anchors: Anchors): Finding | undefined {
  let node = root;
  for (const { name, at } of steps) {
    const value = follow(node, anchors);
    if (value === undefined || value.tag === '!reference') return undefined;
    const entry = fieldsOf(value, anchors).get(name);
    if (entry === undefined) return { at, message: `'!reference' names '${name}', which does not exist there` };
    node = entry.value;
  }
  return undefined;
}
