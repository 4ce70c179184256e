// More of the same as in hostile-documents.mjs: texts of one thing over and over, and configurations that multiply.

const many = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join('');

function pipeline(name, text, finding) {
  return { name, file: '.gitlab-ci.yml', text, finding };
}

/** @returns {import('./hostile-documents.d.mts').HostileDocument[]} */
export function hostileTexts() {
  return [...repeated(), ...multiplied(), ...ofOtherLanguages()];
}

function repeated() {
  return [
    pipeline('dashes on one line', '- '.repeat(2_400_000), 'yaml/syntax'),
    pipeline('items without anything', '- \n'.repeat(1_600_000), 'yaml/too-long'),
    pipeline('the same key', 'a:\n'.repeat(1_600_000), 'yaml/too-long'),
    pipeline('empty documents', '---\n'.repeat(1_200_000), 'yaml/too-long'),
    pipeline('keys in keys', 'a: '.repeat(1_500_000), 'yaml/syntax'),
    pipeline('old line breaks', 'a: 1\r'.repeat(900_000), 'yaml/syntax'),
    pipeline('quotes', '"'.repeat(4_000_001), 'yaml/syntax'),
    pipeline('quotes in lines', "'\n".repeat(2_000_001), 'yaml/syntax'),
    pipeline('open brackets in lines', '[\n'.repeat(2_000_000), 'yaml/syntax'),
    pipeline('tabs', '\t'.repeat(4_900_000), 'gitlab-ci/refused'),
    pipeline('anchors in lines', '&a\n'.repeat(1_000_000), 'yaml/syntax'),
    pipeline(
      'line breaks of all kinds',
      many(100_000, (index) => `a${index}: 1${['\r', '\n', '\r\n', '\u2028', '\u0085', '\u2029'][index % 6]}`),
      'yaml/syntax',
    ),
    pipeline('regions', `${'# region\n'.repeat(200_000)}${'# endregion\n'.repeat(200_000)}`, 'gitlab-ci/refused'),
    pipeline('brackets in a list', `job:\n  script: [${many(20_000, (index) => `o${index},`)}]\n`, undefined),
  ];
}

function multiplied() {
  const values = (letter) => `[${many(200, (index) => `${letter}${index},`)}]`;
  return [
    pipeline(
      'a matrix of 200 by 200 by 200',
      `job:\n  script: make\n  parallel:\n    matrix:\n      - A: ${values('a')}\n        B: ${values('b')}\n        C: ${values('c')}\n`,
      'gitlab-ci/refused',
    ),
    pipeline(
      '1,200 jobs that need 50 each',
      many(
        1200,
        (index) =>
          `j${index}:\n  script: make\n  needs: [${many(Math.min(index, 50), (back) => `j${index - back - 1},`)}]\n`,
      ),
      undefined,
    ),
    pipeline(
      'variables that multiply',
      `variables:\n${many(60, (index) => `  A${index}: "$A${index + 1}$A${index + 1}"\n`)}job:\n  script: make\n  stage: no\n  rules: [{if: '$A0 == "x"'}]\n  environment: {name: $A0}\n  image: $A0\n`,
      'gitlab-ci/unknown-stage',
    ),
    pipeline(
      'variables in a circle',
      `variables:\n${many(1000, (index) => `  A${index}: "$A${(index + 1) % 1000}"\n`)}job:\n  script: make\n  stage: no\n  rules: [{if: '$A0 == "x"'}]\n  environment: {name: $A0}\n`,
      'gitlab-ci/unknown-stage',
    ),
    pipeline(
      'regular expressions with large programs',
      `job:\n  script: make\n  stage: no\n  rules:\n${many(100, (index) => `    - if: '$CI_COMMIT_BRANCH =~ /(?i)(x${index}|\\pL){900}/'\n`)}`,
      'gitlab-ci/unknown-stage',
    ),
    pipeline(
      'aliases of themselves',
      'job: &a\n  script: make\n  variables: *a\nb: &b [*b, *b, *b]\n.c: &c {<<: *c, d: *c}\n',
      undefined,
    ),
  ];
}

function ofOtherLanguages() {
  const other = (name, file, text, finding) => ({ name, file, text, finding });
  return [
    other(
      'a list of 20,000 objects',
      'list.yaml',
      `apiVersion: v1\nkind: List\nitems:\n${many(20_000, (index) => `- {apiVersion: v1, kind: ConfigMap, metadata: {name: c${index}}, data: {a: 1}}\n`)}`,
      'kubernetes/wrong-type',
    ),
    other(
      '20,000 schemas without a path',
      '.plumbline.yml',
      `schemas:\n${many(20_000, (index) => `  - files: ["**/x${index}"]\n`)}`,
      'plumbline-config/missing-field',
    ),
    other('one line of owners', 'CODEOWNERS', `/a ${'@b '.repeat(1_500_000)}`, undefined),
    other('a million lines of owners', 'CODEOWNERS', '[\n^[\n]\n[a][\n'.repeat(300_000), 'yaml/too-long'),
  ];
}
