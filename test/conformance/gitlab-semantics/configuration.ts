import { isRecord, ownText, ownValue, type DataRecord } from '../../../server/src/base/record.ts';
import { semantics, validateTopLevel } from '../../../server/src/languages/gitlab-ci/index.ts';
import { parseYamlFile } from '../../../server/src/yaml/file.ts';
import { compare, firstOf, unknownExpectations, type Case } from '../judge.ts';

const CHECKED = [
  'valid',
  'errors',
  'errors_include',
  'errors_match',
  'merged',
  'merged_includes',
  'stages',
  'jobs',
  'job',
  'job_count',
];

/** Whole configurations: their errors, and what they come to. */
export function configurationComplaint({ input, expect }: Case): string | undefined {
  const yaml = ownText(input, 'yaml');
  if (yaml === undefined) return 'the runner does not know this kind of case';
  const files = ownValue(input, 'files');
  const result = semantics.processConfiguration((path) => (path === '.gitlab-ci.yml' ? yaml : ownText(files, path)));
  const { errors, merged, root } = result;
  const names = (root?.jobs ?? []).flatMap(({ name, data }) =>
    semantics.copiesOf(name, data['parallel']).map((copy) => copy.name),
  );
  return firstOf([
    unknownExpectations(expect, CHECKED),
    expect['valid'] === true ? compare('errors', [], [...errors, ...faultsOf(yaml)]) : undefined,
    errorsComplaint(expect, errors),
    'merged' in expect ? compare('merged', expect['merged'], plain(merged)) : undefined,
    ...entriesOf(expect['merged_includes']).map(([key, value]) => compare(key, value, plain(ownValue(merged, key)))),
    'stages' in expect ? compare('stages', expect['stages'], root?.stages) : undefined,
    'jobs' in expect
      ? compare(
          'jobs',
          expect['jobs'],
          root?.jobs.map(({ name }) => name),
        )
      : undefined,
    'job_count' in expect ? compare('job_count', expect['job_count'], names.length) : undefined,
    ...entriesOf(expect['job']).map(([name, wanted]) => jobComplaint(result, name, wanted)),
  ]);
}

function faultsOf(yaml: string): string[] {
  return validateTopLevel(parseYamlFile('/.gitlab-ci.yml', yaml)).flatMap(({ faults }) =>
    faults.filter((fault) => !fault.undocumented).map((fault) => fault.message),
  );
}

function errorsComplaint(expect: DataRecord, errors: readonly string[]): string | undefined {
  const included = texts(expect['errors_include']).find((error) => !errors.includes(error));
  const matched = texts(expect['errors_match']).find(
    (pattern) => !errors.some((error) => new RegExp(pattern).test(error)),
  );
  const missing = included ?? matched;
  if (missing !== undefined) return `expected the error ${JSON.stringify(missing)}, got ${JSON.stringify(errors)}`;
  return 'errors' in expect ? compare('errors', expect['errors'], errors) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** Compares the keywords of one job that GitLab takes over as they are written, and the few that it fills in. */
function jobComplaint(
  { root }: ReturnType<typeof semantics.processConfiguration>,
  name: string,
  wanted: unknown,
): string | undefined {
  const job = root?.jobs.find((each) => each.name === name);
  if (root === undefined || job === undefined) return `there is no job '${name}'`;
  const copies = new Map(
    root.jobs.map((each) => [each.name, semantics.copiesOf(each.name, each.data['parallel']).map((copy) => copy.name)]),
  );
  const { data } = job;
  const filled: Readonly<Record<string, () => unknown>> = {
    stage: () => job.stage,
    stage_idx: () => root.stages.indexOf(job.stage),
    when: () => data['when'] ?? 'on_success',
    allow_failure: () => data['allow_failure'] ?? data['when'] === 'manual',
    scheduling_type: () => (data['needs'] === undefined ? 'stage' : 'dag'),
    script: () => flat(data['script']),
    before_script: () => (data['before_script'] === undefined ? null : flat(data['before_script'])),
    after_script: () => (data['after_script'] === undefined ? null : flat(data['after_script'])),
    needs: () => semantics.readNeeds(data['needs'], copies),
    only: () =>
      Array.isArray(data['only']) ? { refs: data['only'] } : (data['only'] ?? { refs: ['branches', 'tags'] }),
    image: () => (typeof data['image'] === 'string' ? { name: data['image'] } : data['image']),
  };
  return firstOf(
    entriesOf(wanted).map(([key, value]) =>
      compare(`${name}:${key}`, value, plain(filled[key]?.() ?? data[key] ?? null)),
    ),
  );
}

function flat(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flat(10) : [value];
}
