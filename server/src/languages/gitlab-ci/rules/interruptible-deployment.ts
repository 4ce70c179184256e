import { entriesOf, itemsOf, scalarText, valueOf, type YamlNode } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { fieldsOf, perBlock, scalarValue } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { deploysTo } from './deployments.ts';
import { oncePerPlace, ownKey, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#interruptible: a newer commit cancels what runs and is interruptible, also a deployment that is half
 * done. Said of production and staging only, as a cancelled review app is deployed again at once.
 */
export const interruptibleDeployment: Rule<Pipeline> = {
  code: 'gitlab-ci/interruptible-deployment',
  severity: 'information',
  isLate: true,
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  if (!pipeline.closed) return;
  const defaults = globalsOf(pipeline);
  if (defaults.hasAutoCancel) return;
  for (const job of visibleJobs(pipeline)) {
    const own = isInterruptible(job, defaults);
    const name = own === undefined ? undefined : deploysTo(job);
    if (name === undefined) continue;
    const why = own === 'own' ? "is 'interruptible'" : "is 'interruptible' by 'default'";
    const message =
      `Job '${job.name}' deploys to '${name}' and ${why}: a newer commit cancels it, also half way through; ` +
      "'interruptible: false' lets it finish";
    yield { at: ownKey(job, own === 'own' ? 'interruptible' : 'environment'), message };
  }
}

interface Globals {
  readonly isInterruptible: boolean;
  /** The pipeline says itself what is cancelled. */
  readonly hasAutoCancel: boolean;
}

function globalsOf(pipeline: Pipeline): Globals {
  const found = pipeline.summaries.flatMap(({ summary }) =>
    ['default', 'workflow'].flatMap((name) => {
      const entry = summary.globals.get(name);
      return entry === undefined ? [] : [ofBlock(entry.key.block, summary.anchors)];
    }),
  );
  return {
    isInterruptible: found.findLast((each) => each.interruptible !== undefined)?.interruptible === true,
    hasAutoCancel: found.some((each) => each.hasAutoCancel),
  };
}

const ofBlock = perBlock((block, anchors) => {
  const named = (name: string): YamlNode | undefined =>
    entriesOf(block.root).findLast(({ key }) => scalarText(key) === name)?.value;
  const interruptible = fieldsOf(named('default'), anchors).get('interruptible')?.value;
  const workflow = fieldsOf(named('workflow'), anchors);
  const rules = itemsOf(workflow.get('rules')?.value);
  return {
    interruptible: interruptible && scalarValue(interruptible) === true,
    hasAutoCancel: workflow.has('auto_cancel') || rules.some((rule) => valueOf(rule, 'auto_cancel') !== undefined),
  };
});

/** Who says so; undefined when nobody does. */
function isInterruptible(job: EffectiveJob, { isInterruptible }: Globals): 'own' | 'default' | undefined {
  const own = job.fields.get('interruptible')?.value;
  if (own !== undefined) return scalarValue(own) === true ? 'own' : undefined;
  const inherited = valueOf(job.fields.get('inherit')?.value, 'default');
  const isTaken =
    inherited?.kind === 'sequence'
      ? inherited.items.some((item) => scalarText(item) === 'interruptible')
      : inherited === undefined || scalarValue(inherited) !== false;
  return isInterruptible && isTaken ? 'default' : undefined;
}
