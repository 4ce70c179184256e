import { isRecord, ownText, ownValue, type DataRecord } from '../../../server/src/base/record.ts';
import { semantics, validateTopLevel } from '../../../server/src/languages/gitlab-ci/index.ts';
import { parseYamlFile } from '../../../server/src/yaml/file.ts';
import { editorComplaint } from './editor.ts';
import { compare, firstOf, matchErrors, unknownExpectations, type Case } from '../judge.ts';

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
  'job_variables_in_order',
  'root_variables',
  'workflow_name',
  'workflow_rules',
  'workflow_auto_cancel',
  'warnings',
  'warnings_match',
];

/** Whole configurations: their errors, and what they come to. */
export function configurationComplaint({ input, expect }: Case): string | undefined {
  const yaml =
    ownText(input, 'yaml') ?? ('include' in input ? JSON.stringify(withInclude(input['include'])) : undefined);
  if (yaml === undefined) return 'the runner does not know this kind of case';
  const result = processed(yaml, input);
  const { errors, warnings, merged, root } = result;
  return firstOf([
    unknownExpectations(expect, CHECKED),
    expect['valid'] === true ? compare('errors', [], [...errors, ...faultsOf(yaml)]) : undefined,
    matchErrors(expect, errors),
    'warnings' in expect ? compare('warnings', expect['warnings'], warnings) : undefined,
    'warnings_match' in expect ? matchErrors({ errors_match: expect['warnings_match'] }, warnings) : undefined,
    'merged' in expect ? compare('merged', expect['merged'], plain(merged)) : undefined,
    ...entriesOf(expect['merged_includes']).map(([key, value]) => compare(key, value, plain(ownValue(merged, key)))),
    ...wholeComplaints(result, expect),
    ...entriesOf(expect['job']).map(([name, wanted]) => jobComplaint(root, name, wanted)),
    editorComplaint(yaml, input, errors),
  ]);
}

type Processed = ReturnType<typeof semantics.processConfiguration>;

function withInclude(include: unknown): DataRecord {
  return { include, job: { script: 'true' } };
}

function processed(yaml: string, input: DataRecord): Processed {
  const files = ownValue(input, 'files');
  const status = ownValue(input, 'remote_status');
  return semantics.processConfiguration({
    read: (path) => (path === '.gitlab-ci.yml' ? yaml : ownText(files, path)),
    isAbsent: files === undefined,
    remote(address) {
      const text = ownText(input['remote'], address);
      if (text !== undefined) return { text };
      return typeof status === 'number' ? { status } : undefined;
    },
  });
}

function wholeComplaints({ root }: Processed, expect: DataRecord): (string | undefined)[] {
  const copies = (root?.jobs ?? []).flatMap(({ name, data }) =>
    semantics.copiesOf(name, data['parallel']).map((copy) => {
      const own = semantics.processedVariables(data['variables']);
      return { name: copy.name, variables: { ...(isRecord(own) && own), ...Object.fromEntries(copy.variables) } };
    }),
  );
  const got: Readonly<Record<string, () => unknown>> = {
    stages: () => root?.stages,
    jobs: () => root?.jobs.map(({ name }) => name),
    job_count: () => copies.length,
    job_variables_in_order: () => copies.map(({ variables }) => variables),
    root_variables: () => root && (semantics.processedVariables(root.variables) ?? {}),
    workflow_name: () => ownValue(root?.workflow, 'name'),
    workflow_rules: () => semantics.processedRules(ownValue(root?.workflow, 'rules')),
    workflow_auto_cancel: () => ownValue(root?.workflow, 'auto_cancel'),
  };
  return Object.entries(got).map(([key, read]) =>
    key in expect ? compare(key, expect[key], plain(read() ?? null)) : undefined,
  );
}

function faultsOf(yaml: string): string[] {
  return validateTopLevel(parseYamlFile('/.gitlab-ci.yml', yaml)).flatMap(({ faults }) =>
    faults.filter((fault) => !fault.undocumented).map((fault) => fault.message),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** Compares the keywords of one job as GitLab keeps them. */
function jobComplaint(root: Processed['root'], name: string, wanted: unknown): string | undefined {
  const copies = new Map(
    root?.jobs.map((each) => [
      each.name,
      semantics.copiesOf(each.name, each.data['parallel']).map((copy) => copy.name),
    ]),
  );
  const job = root?.jobs.find((each) => each.name === name || copies.get(each.name)?.includes(name));
  if (root === undefined || job === undefined) return `there is no job '${name}'`;
  const hasWorkflowRules = Array.isArray(ownValue(root.workflow, 'rules'));
  const filled = {
    ...semantics.processedJob(job, copies, hasWorkflowRules),
    name,
    stage_idx: root.stages.indexOf(job.stage),
  };
  return firstOf(
    entriesOf(wanted).map(([key, value]) => compare(`${name}:${key}`, value, plain(ownValue(filled, key) ?? null))),
  );
}
