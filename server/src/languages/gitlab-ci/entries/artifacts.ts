import { ownValue } from '../../../base/record.ts';
import { rubyText } from '../inputs/values.ts';
import { RESULTS } from './caches.ts';
import { either, isThere, mapping, refuse, type Demand } from './entry.ts';
import { BOOLEAN, TEXT, TEXT_OR_TEXTS, TEXTS } from './plain-values.ts';
import { isBlank, isBoolean, isHash, isText, isTime, oneOf, withVariables } from './tests.ts';

const REPORTS = [
  'accessibility',
  'annotations',
  'api_fuzzing',
  'browser_performance',
  'cluster_image_scanning',
  'codequality',
  'container_scanning',
  'coverage_fuzzing',
  'cyclonedx',
  'dast',
  'dependency_scanning',
  'dotenv',
  'junit',
  'license_scanning',
  'load_performance',
  'lsif',
  'metrics',
  'performance',
  'repository_xray',
  'requirements',
  'requirements_v2',
  'sarif',
  'sast',
  'secret_detection',
  'terraform',
];

const COVERAGE_FORMATS = ['cobertura', 'jacoco'];

const coverageReport = mapping({
  attributes: ['coverage_format', 'path'],
  goesOn: true,
  whole: (value, place) => {
    const format = ownValue(value, 'coverage_format');
    if (isBlank(format)) refuse(place, 'coverage_format', "can't be blank");
    if (!oneOf(...COVERAGE_FORMATS)(format)) {
      refuse(place, 'coverage_format', `must be one of supported formats: ${COVERAGE_FORMATS.join(', ')}.`);
    }
    const path = ownValue(value, 'path');
    if (isBlank(path)) refuse(place, 'path', "can't be blank");
    if (!isText(path)) refuse(place, 'path', 'should be a string');
  },
});

const reports = mapping({
  attributes: REPORTS,
  parts: { coverage_report: coverageReport },
  demands: REPORTS.map((kind) => [kind, ...TEXT_OR_TEXTS] as const),
});

const ACCESS = ['none', 'developer', 'maintainer', 'all'] as const;
const LONGEST_LINK = 100;

/** `expose_as` names a link, so there must be one file or folder that it leads to. */
const EXPOSED: readonly Demand[] = [
  ['expose_as', ...TEXT],
  ['expose_as', isShortLink, `is too long (maximum is ${LONGEST_LINK} characters)`],
  ['expose_as', (name) => /^\w[-\w ]*$/.test(rubyText(name)), "can contain only letters, digits, '-', '_' and spaces"],
];

function isShortLink(name: unknown): boolean {
  return typeof name !== 'string' || name.length <= LONGEST_LINK;
}

/** https://docs.gitlab.com/ci/yaml/#artifacts */
export const artifacts = mapping({
  attributes: ['name', 'untracked', 'paths', 'exclude', 'when', 'expire_in', 'expose_as', 'public', 'access'],
  parts: { reports },
  exclusive: [['public', 'access']],
  whole: (value, place) => {
    const paths = ownValue(value, 'paths');
    if (!isThere(ownValue(value, 'expose_as'))) return;
    if (isBlank(paths)) refuse(place, 'paths', "can't be blank");
    const hasWildcard = Array.isArray(paths) && paths.some((path) => isText(path) && String(path).includes('*'));
    if (hasWildcard) refuse(place, 'paths', "can't contain '*' when used with 'expose_as'");
  },
  demands: [
    ['name', ...TEXT],
    ['public', ...BOOLEAN],
    ['untracked', ...BOOLEAN],
    ['paths', ...TEXTS],
    ...EXPOSED,
    ['exclude', ...TEXTS],
    ['reports', isHash, 'should be a hash'],
    ['when', ...TEXT],
    ['when', oneOf(...RESULTS), `should be one of: ${RESULTS.join(', ')}`],
    ['expire_in', isTime, 'should be a duration'],
    ['access', ...TEXT],
    ['access', oneOf(...ACCESS), `should be one of: ${ACCESS.join(', ')}`],
  ],
});

/** https://docs.gitlab.com/ci/yaml/#pages */
export const pages = either(
  [
    [isBoolean, () => undefined],
    [
      () => true,
      mapping({
        attributes: ['publish', 'path_prefix', 'expire_in', 'user_defined_base_url'],
        notHash: 'should be a hash or a boolean value',
        demands: [
          ['path_prefix', ...TEXT],
          ['expire_in', withVariables(isTime), 'should be a duration'],
          ['publish', ...TEXT],
        ],
      }),
    ],
  ],
  '',
);
