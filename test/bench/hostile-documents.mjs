// Documents that try to keep a language server busy, each made by a few lines: `text` is opened in the editor as `file`,
// `others` lie beside it. `finding` is the code of something true that must be said of it; undefined where nothing is wrong.

const many = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join('');

/** @returns {import('./hostile-documents.d.mts').HostileDocument[]} */
export function hostileDocuments() {
  return [...largePipelines(), ...multiplying(), ...chains(), ...included(), ...shapes(), ...otherLanguages()];
}

function largePipelines() {
  return [
    pipeline('10,000 jobs', many(10_000, ordinaryJob), 'gitlab-ci/too-big'),
    pipeline('100,000 jobs', many(100_000, ordinaryJob), 'yaml/too-long'),
    pipeline(
      'as many jobs as GitLab takes',
      many(2000, ordinaryJob) + 'last:\n  script: make\n  needs: [nobody]\n',
      'gitlab-ci/needs-unknown-job',
    ),
    pipeline('as many wrong jobs as GitLab takes', many(2000, wrongJob), 'gitlab-ci/unknown-stage'),
    pipeline(
      'a script of 10 MB',
      `job:\n  script:\n${many(250_000, () => '    - echo a line that takes its room\n')}`,
      'yaml/too-long',
    ),
    pipeline(
      'a script of 4 MB',
      `job:\n  script:\n${many(100_000, () => '    - echo a line that takes its room\n')}`,
      'gitlab-ci/too-big',
    ),
    pipeline(
      'a text of 1.9 MB',
      `job:\n  stage: no\n  script: |\n${many(48_000, () => '    echo a line that takes its place ...\n')}`,
      'gitlab-ci/unknown-stage',
    ),
  ];
}

function ordinaryJob(index) {
  const needs = index === 0 ? '' : `    - job ${index - 1}\n`;
  return `job ${index}:\n  stage: test\n  needs:${needs === '' ? ' []\n' : `\n${needs}`}  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n  script: [echo, $A]\n`;
}

function wrongJob(index) {
  return `job ${index}:\n  stage: nowhere ${index}\n  needs: [nobody ${index}]\n  wehn: always\n  rules:\n    - if: $A ==\n  script: echo\n  timeout: soon\n`;
}

function multiplying() {
  const levels = 25;
  const laughs = many(
    levels,
    (level) => `.l${level}: &l${level} [${level === 0 ? 'x' : `*l${level - 1}, `.repeat(9)}]\n`,
  );
  const merges = many(
    levels,
    (level) =>
      `.m${level}: &m${level} {k${level}: 1, <<: [${level === 0 ? '{a: 1}' : `*m${level - 1}, `.repeat(4)}]}\n`,
  );
  const bases = many(8, (level) =>
    many(
      10,
      (base) =>
        `.b${level}-${base}:\n  extends: [${many(10, (next) => `.b${level + 1}-${next}, `)}]\n  variables: {A${level}: x}\n`,
    ),
  );
  const ends = many(10, (base) => `.b8-${base}:\n  stage: test\n`);
  const references = many(
    60,
    (level) => `.r${level}:\n  script: [!reference [.r${level + 1}, script], !reference [.r${level + 1}, script]]\n`,
  );
  const names = many(20, (index) => `        N${index}: [${many(20, (value) => `v${value}, `)}]\n`);
  return [
    pipeline('aliases that multiply', `${laughs}job:\n  script: *l24\n`, 'gitlab-ci/too-big'),
    pipeline(
      'merges that multiply',
      `${merges}job:\n  <<: *m24\n  script: make\n  stage: no\n`,
      'gitlab-ci/unknown-stage',
    ),
    pipeline(
      'bases that multiply',
      `${bases}${ends}job:\n  extends: .b0-0\n  script: make\n  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline(
      'references that multiply',
      `${references}.r60:\n  script: [make]\njob:\n  script: !reference [.r0, script]\n  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline(
      'a matrix with 20^20 jobs',
      `job:\n  script: make\n  parallel:\n    matrix:\n      -\n${names}`,
      'gitlab-ci/refused',
    ),
    pipeline(
      'inputs that multiply',
      `spec:\n  inputs:\n    text:\n      default: ${'x'.repeat(50_000)}\n---\n${many(2000, (index) => `job ${index}:\n  script: [${'"$[[ inputs.text ]]", '.repeat(10)}]\n`)}last:\n  script: make\n  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
  ];
}

function chains() {
  return [
    pipeline(
      '40,000 chained anchors',
      many(40_000, (index) => `a${index}: &x${index} [${index === 0 ? '1' : `*x${index - 1}, *x${index - 1}`}]\n`),
      'gitlab-ci/too-big',
    ),
    pipeline(
      '40,000 chained merges',
      many(40_000, (index) => `a${index}: &x${index} {${index === 0 ? '' : `<<: *x${index - 1}, `}k${index}: 1}\n`),
      'gitlab-ci/too-big',
    ),
    pipeline(
      '5,000 jobs that extend the next',
      many(5000, (index) => `j${index}:\n  script: make\n  extends: j${index + 1}\n`),
      'gitlab-ci/extends-cycle',
    ),
    pipeline(
      '5,000 jobs that extend in a circle',
      many(5000, (index) => `j${index}:\n  script: make\n  extends: j${(index + 1) % 5000}\n`),
      'gitlab-ci/extends-cycle',
    ),
    pipeline(
      '4,000 jobs that need in a circle',
      many(4000, (index) => `j${index}:\n  script: make\n  needs: [j${(index + 1) % 4000}]\n`),
      'gitlab-ci/needs-cycle',
    ),
    pipeline(
      'one job that needs all others',
      `${many(3000, (index) => `j${index}:\n  script: make\n`)}all:\n  script: make\n  needs: [${many(3000, (index) => `j${index}, `)}]\n  wehn: 1\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline('conditions that never end', conditions(), 'gitlab-ci/invalid-expression'),
  ];
}

function conditions() {
  const rule = (text) => `    - if: ${JSON.stringify(text)}\n`;
  const slow = [
    '/(a+)+$/',
    '/^(([a-z])+.)+[A-Z]([a-z])+$/',
    '/(x+x+)+y/',
    `/${'(a?)'.repeat(60)}${'a'.repeat(60)}/`,
    `/${'(a|a)*'.repeat(50)}b/`,
  ];
  const rules = [
    ...slow.map((pattern) => rule(`"${'a'.repeat(300)}" =~ ${pattern}`)),
    rule(`${'('.repeat(5000)}$A${')'.repeat(5000)}`),
    rule(many(5000, (index) => `$A${index} == "x" && `) + '$B'),
    rule(many(48, (index) => `($A${index} || $B${index}) && `) + '$B'),
  ];
  const header = `spec:\n  inputs:\n    a:\n      regex: '^(a+)+$'\n      default: ${'a'.repeat(5000)}b\n---\n`;
  const filters = "other:\n  script: make\n  coverage: '/(a+)+$/'\n  only: [/^(a+)+$/]\n  except: [/^(([a-z])+.)+$/]\n";
  return `${header}job:\n  script: make\n  rules:\n${rules.join('')}${filters}`;
}

function included() {
  const files = Array.from({ length: 150 }, (_, index) => `f${index}.yml`);
  const all = `include: [${files.join(', ')}]\n`;
  return [
    {
      ...pipeline('150 files that include 150 each', `${all}job:\n  script: make\n`, 'gitlab-ci/too-many-includes'),
      others: Object.fromEntries(files.map((file) => [file, all])),
    },
    {
      ...pipeline(
        'an include of 10,000 jobs',
        'include: big.yml\njob:\n  script: make\n  wehn: always\n',
        'gitlab-ci/unknown-keyword',
      ),
      others: { 'big.yml': many(10_000, ordinaryJob) },
    },
    {
      ...pipeline(
        'an include of 10 MB',
        'include: big.yml\njob:\n  script: make\n  wehn: always\n',
        'gitlab-ci/unknown-keyword',
      ),
      others: { 'big.yml': `job:\n  script:\n${'    - echo a line that takes its room\n'.repeat(270_000)}` },
    },
  ];
}

const DEPTH = 150;

function shapes() {
  const steps = (write) => many(DEPTH, (level) => `${'  '.repeat(level + 1)}${write(level)}\n`);
  return [
    pipeline(
      '150 dashes deep',
      `job:\n  script:\n${many(DEPTH, (level) => `${'  '.repeat(level + 2)}-\n`)}`,
      'gitlab-ci/too-big',
    ),
    pipeline('20,000 dashes deep', `job:\n  script: \n    ${'- '.repeat(20_000)}a\n`, 'yaml/syntax'),
    pipeline('150 keys deep', `job:\n${steps((level) => `k${level}:`)}`, 'gitlab-ci/too-big'),
    pipeline(
      '2,000 keys deep',
      `job:\n${many(2000, (level) => `${' '.repeat(level + 1)}k${level}:\n`)}`,
      'yaml/syntax',
    ),
    pipeline('150 brackets deep', `job:\n  script: ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}\n`, 'gitlab-ci/too-big'),
    pipeline('100,000 brackets deep', `job:\n  script: ${'['.repeat(100_000)}\n`, 'yaml/syntax'),
    pipeline(
      '150 braces deep',
      `job:\n  variables: ${'{a: '.repeat(DEPTH)}1${'}'.repeat(DEPTH)}\n`,
      'gitlab-ci/too-big',
    ),
    pipeline('150 explicit keys deep', `job:\n  ${'? '.repeat(DEPTH)}a\n`, 'gitlab-ci/job-without-script'),
    pipeline(
      'one line of 4 MB',
      `job: {script: make, variables: {${many(220_000, (index) => `A${index}: "some text", `)}}}\n`,
      'yaml/syntax',
    ),
    pipeline(
      'a key of 1 MB',
      `${'k'.repeat(1_000_000)}:\n  script: make\njob:\n  script: make\n  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline('a word of 4 MB', 'x'.repeat(4_000_000), 'gitlab-ci/too-big'),
    pipeline(
      'a million comments',
      `${'# c\n'.repeat(1_000_000)}job:\n  script: make\n  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline(
      'a million comments in a job',
      `job:\n  script: make\n${'  # c\n'.repeat(700_000)}  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline(
      'a million empty lines',
      `job:\n  script: make\n${'\n'.repeat(1_000_000)}  wehn: always\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline(
      '100,000 documents',
      many(100_000, (index) => `---\njob${index}:\n  script: make\n`),
      undefined,
    ),
    pipeline(
      '100,000 broken lines',
      many(100_000, (index) => `key${index}: "open\n`),
      'yaml/syntax',
    ),
    pipeline(
      'spaces for keys',
      many(3000, () => `a${' '.repeat(1000)}b\n`),
      'gitlab-ci/too-big',
    ),
    pipeline('a NUL', 'job:\n  script: \0\n', 'yaml/not-text'),
    pipeline('UTF-16', Array.from('job:\n  script: make\n', (letter) => `${letter}\0`).join(''), 'yaml/not-text'),
    pipeline(
      'halves of letters',
      `job\uD800:\n  script: "\uDC00 \\uD800"\n  wehn\uDFFF: 1\n`,
      'gitlab-ci/unknown-keyword',
    ),
    pipeline('a byte order mark', '\uFEFFjob:\n  script: make\n  wehn: always\n', 'gitlab-ci/unknown-keyword'),
    pipeline(
      'control characters',
      Array.from({ length: 32 }, (_, code) => `k${code}: "a${String.fromCharCode(code || 1)}b"\n`).join(''),
      undefined,
    ),
  ];
}

function otherLanguages() {
  const object = (index) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${index}\ndata:\n  a: "b"\n  nubmer: 1\n---\n`;
  const property = (index) =>
    `                p${index}:\n                  type: string\n                  description: What this is for, in a few words\n`;
  const definition = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.example.com\nspec:\n  group: example.com\n  scpoe: Namespaced\n  names: {kind: Thing, plural: things}\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              properties:\n${many(8000, property)}`;
  const other = (name, file, text, finding) => ({ name, file, text, finding });
  return [
    other('4 MB of objects', 'objects.yaml', many(48_000, object), 'kubernetes/wrong-type'),
    other('10 MB of objects', 'objects.yaml', many(120_000, object), 'yaml/too-long'),
    other('an object of 1 MB', 'definition.yaml', definition, 'kubernetes/unknown-field'),
    other(
      'a kustomization of 20,000 files',
      'kustomization.yaml',
      `resources:\n${many(20_000, (index) => `  - file${index}.yaml\n`)}`,
      'kustomize/missing-path',
    ),
    other(
      '4 MB of code owners',
      'CODEOWNERS',
      many(100_000, (index) => `/path/to/file${index}.rb @owner${index % 100} nobody\n`),
      'codeowners/malformed-entry-owner',
    ),
    other(
      'sections of code owners',
      'CODEOWNERS',
      many(50_000, (index) => `[Section ${index}] @owner\n*${index} @a\n`),
      undefined,
    ),
    other(
      'settings of 2 MB',
      '.plumbline.yml',
      `rules:\n  disabled:\n${many(80_000, (index) => `    - no/such-rule-${index}\n`)}`,
      'plumbline-config/missing-field',
    ),
    other(
      'an agent of 2 MB',
      '.gitlab/agents/a/config.yaml',
      `ci_access:\n  projects:\n${many(60_000, (index) => `    - id: group/project-${index}\n`)}`,
      'gitlab-agent/invalid-value',
    ),
  ];
}

function pipeline(name, text, finding) {
  return { name, file: '.gitlab-ci.yml', text, finding };
}
