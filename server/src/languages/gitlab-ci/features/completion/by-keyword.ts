import { isJobName } from '../../model/names.ts';
import { RUNNER_SETTINGS } from '../../variables/predefined.ts';
import { components } from './components.ts';
import { inputItems, inputValues } from './include-inputs.ts';
import { projectPaths, remoteIncludes } from './include-values.ts';
import { matrixKeys, matrixValues } from './matrix-values.ts';
import { keywordPath, plainProposal, textProposal, type Proposal, type Request } from './proposal.ts';
import { seenValues, type SeenKind } from './seen-values.ts';
import { globalVariables } from './variable-names.ts';

const SEEN: Readonly<Record<string, SeenKind>> = {
  image: 'image',
  'image:name': 'image',
  services: 'service',
  'services:name': 'service',
  tags: 'tag',
  resource_group: 'resource_group',
  'cache:key': 'cache-key',
};

/** Texts that need no other pipeline to be known. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  'cache:key': ['$CI_COMMIT_REF_SLUG', '$CI_JOB_NAME', '$CI_DEFAULT_BRANCH'],
  'artifacts:expire_in': ['1 day', '1 week', '30 days', 'never'],
  timeout: ['30 minutes', '1h', '1h 30m', '3h'],
  start_in: ['5 minutes', '30 minutes', '1 hour', '1 day'],
  environment: ['production', 'staging', 'review/$CI_COMMIT_REF_SLUG'],
  'environment:name': ['production', 'staging', 'review/$CI_COMMIT_REF_SLUG'],
  'environment:auto_stop_in': ['1 day', '3 days', '1 week'],
  'environment:url': ['https://$CI_ENVIRONMENT_SLUG.example.com'],
  resource_group: ['$CI_ENVIRONMENT_NAME'],
  'release:tag_name': ['$CI_COMMIT_TAG'],
};

/** What the data of the keywords does not say about a value: what was seen elsewhere, what GitLab knows. */
export function itemsOfPlace(request: Request): Proposal[] {
  const { position } = request;
  const { path } = position;
  if (isInputs(path)) return inputValues(request);
  if (isNeedsMatrix(path)) return matrixValues(request);
  const keyword = keywordPath(path, isJobName(path[0] ?? ''));
  if (/(?:^|:)(?:changes|exists)(?::paths)?$/.test(keyword)) return projectPaths(request);
  const seen = SEEN[keyword];
  const names = seen === undefined ? [] : seenValues(request.snapshot, request.pipeline, seen);
  // What is being written is seen as well.
  const written = request.file.text.slice(position.word.start, position.word.end);
  return [
    ...names
      .filter((name) => name !== position.typed && name !== written)
      .map((name, index) => seenProposal(name, index)),
    ...(USUAL[keyword] ?? [])
      .filter((text) => !names.includes(text))
      .map((text) => textProposal(text, 'value', { sortText: `~${text}` })),
    ...includeProposals(path, request),
    ...variableProposals(path, request),
  ];
}

function seenProposal(name: string, index: number): Proposal {
  return textProposal(name, 'value', { sortText: `/${String(index).padStart(3, '0')}` });
}

/** Keys that are not keywords: inputs, variables of a matrix, settings of the runner. */
export function ownKeys(request: Request): Proposal[] {
  const { position } = request;
  const { path } = position;
  if (path.at(-1) === 'inputs' && path.includes('include')) {
    return inputItems(request);
  }
  if (isNeedsMatrix(path)) return matrixKeys(request);
  if (path.at(-1) !== 'variables' || path.includes('inherit')) return [];
  return [...RUNNER_SETTINGS.values()]
    .filter(({ name }) => !position.siblings.has(name))
    .map(({ name, summary, values }) => ({
      label: name,
      kind: 'variable',
      newText: position.hasColon ? name : `${name}: `,
      detail: 'sets the runner',
      documentation: summary,
      ...(values.length > 0 && { continues: true }),
    }));
}

function isInputs(path: readonly string[]): boolean {
  const at = path.lastIndexOf('inputs');
  return at > 0 && path.slice(0, at).includes('include') && path.slice(at + 1).some((step) => step !== '-');
}

function isNeedsMatrix(path: readonly string[]): boolean {
  return path.includes('needs') && path.includes('parallel') && path.includes('matrix');
}

/** What is of another project, wherever it may be named. */
function includeProposals(path: readonly string[], request: Request): Proposal[] {
  const keyword = path.findLast((step) => step !== '-') ?? '';
  const isOfTrigger = path[1] === 'trigger' && (keyword === 'project' || keyword === 'branch');
  const isOfProject =
    (path.includes('needs') || path.includes('exists')) && (keyword === 'project' || keyword === 'ref');
  if (keyword === 'component' && path.includes('include')) return components(request);
  return path.includes('include') || isOfTrigger || isOfProject ? remoteIncludes(keyword, request) : [];
}

/** Values of the runner's settings, and the names that `inherit:variables` may list. */
function variableProposals(path: readonly string[], request: Request): Proposal[] {
  if (path.includes('inherit')) {
    const names = path.includes('variables') ? globalVariables(request.pipeline).map(({ name }) => name) : [];
    return [...new Set(names)].map((name) => textProposal(name, 'variable'));
  }
  const [holder, name = ''] = path.slice(-2);
  const values = holder === 'variables' ? (RUNNER_SETTINGS.get(name)?.values ?? []) : [];
  return values.map((value) => plainProposal(/^(?:true|false|\d+)$/.test(value) ? `"${value}"` : value));
}
