import { entryOf, type YamlScalar } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { winner } from '../events/conditions.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { fieldsOf, flatItems, isInterpolated } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { perJob } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#artifactsaccess: artifacts are for everybody who sees the pipeline, guests and in a public
 * project anybody, unless the job says otherwise. A Terraform plan holds secrets in plain text.
 */
export const exposedArtifacts: Rule<Pipeline> = {
  code: 'gitlab-ci/exposed-artifacts',
  severity: 'warning',
  check: perJob(findings),
};

function* findings(job: EffectiveJob): Generator<Finding> {
  const from = job.open || !job.keywords.has('artifacts') ? undefined : winner(job, 'artifacts');
  const items = from === undefined ? [] : suspects(from);
  if (items.length === 0 || isRestricted(job)) return;
  for (const item of items) {
    const what = whatIs(item, job);
    if (what === undefined) continue;
    const message =
      `Job '${job.name}' gives ${what} ('${item.text}') to everybody who can see the pipeline, guests among them; ` +
      "'artifacts:access: developer' keeps it from them";
    yield { at: item, message };
  }
}

const known = new WeakMap<JobSummary, readonly YamlScalar[]>();

/** The paths that may be secret, by their names. */
function suspects(from: JobSummary): readonly YamlScalar[] {
  const before = known.get(from);
  if (before !== undefined) return before;
  const paths = fieldsOf(from.fields.get('artifacts')?.value, from.anchors).get('paths')?.value;
  const items = flatItems(paths, from.anchors).filter((item) => item.kind === 'scalar');
  const found = items.filter((item) => !isInterpolated(item) && (nameOf(item) !== undefined || isPlanName(item)));
  known.set(from, found);
  return found;
}

/** `access` and `public` may come from any layer, as mappings are merged. */
function isRestricted({ layers }: EffectiveJob): boolean {
  return layers.some(({ fields, anchors }) => {
    const own = fieldsOf(fields.get('artifacts')?.value, anchors);
    return own.has('access') || own.has('public') || entryOf(fields.get('artifacts')?.value, 'exclude') !== undefined;
  });
}

const SECRET_FILES: readonly (readonly [RegExp, string])[] = [
  [/^\.env$/, 'an environment file'],
  [/^kubeconfig(?:\.ya?ml)?$|^\.kube\/config$/, 'the credentials of a cluster'],
  [/^id_(?:rsa|dsa|ecdsa|ed25519)$/, 'a private SSH key'],
  [/^[\w.-]+\.(?:key|p12|pfx|jks)$/, 'a private key'],
  [/^\.(?:netrc|pypirc)$/, 'a file with passwords'],
  [/^(?:terraform|[\w-]+)\.tfstate(?:\.backup)?$/, 'a Terraform state with its secrets'],
  [
    /^[\w.-]*\.tfplan$|^tfplan(?:\.(?:json|bin|out|txt))?$|^plan\.(?:tfplan|cache)$/,
    'a Terraform plan with its secrets',
  ],
];

/** A name that is a plan's only where Terraform or OpenTofu makes it. */
const PLAN_FILE = /^[\w-]*plan(?:\.(?:json|out|bin|txt|plan))?$/;

function whatIs(item: YamlScalar, job: EffectiveJob): string | undefined {
  return nameOf(item) ?? (isPlanName(item) && makesPlan(job) ? 'a Terraform plan with its secrets' : undefined);
}

function nameOf({ text }: YamlScalar): string | undefined {
  const segments = segmentsOf(text);
  const tail = segments.slice(-2).join('/');
  return SECRET_FILES.find(([pattern]) => pattern.test(segments.at(-1) ?? '') || pattern.test(tail))?.[1];
}

function isPlanName({ text }: YamlScalar): boolean {
  return PLAN_FILE.test(segmentsOf(text).at(-1) ?? '');
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** `terraform plan -out plan.out`, also through wrappers and with options in between. */
const PLAN_COMMAND =
  /\b(?:terraform|tofu|terragrunt|gitlab-terraform|gitlab-tofu)\b[^\n;&|]*\s(?:plan|plan-json|show)\b/;

/** Nobody writes a longer command by hand. */
const MAX_COMMAND = 5000;

function makesPlan(job: EffectiveJob): boolean {
  const from = winner(job, 'script');
  const lines = from === undefined ? [] : flatItems(from.fields.get('script')?.value, from.anchors);
  return lines.some((line) => line.kind === 'scalar' && PLAN_COMMAND.test(line.text.slice(0, MAX_COMMAND)));
}
