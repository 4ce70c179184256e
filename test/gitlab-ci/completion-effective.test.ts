import { expect, test } from 'vitest';
import { completion } from '../../server/src/features/completion.ts';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';
import { ROOT } from '../harness/fixture-file.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';

/** Each keyword of a job with a value that GitLab takes. */
const VALUES: Readonly<Record<string, string>> = {
  stage: 'test',
  script: '[make]',
  run: '[{name: one, script: make}]',
  trigger: 'group/project',
  before_script: '[make]',
  after_script: '[make]',
  image: 'alpine:3',
  services: '[redis:7]',
  rules: '[{if: $CI_COMMIT_TAG}]',
  only: '[main]',
  except: '[tags]',
  when: 'always',
  allow_failure: 'true',
  needs: '[]',
  dependencies: '[]',
  variables: '{A: "1"}',
  cache: '{paths: [a]}',
  artifacts: '{paths: [a]}',
  environment: '{name: production}',
  resource_group: 'one',
  tags: '[docker]',
  retry: '1',
  timeout: '1h',
  interruptible: 'true',
  coverage: "'/\\d+/'",
  parallel: '{matrix: [{A: [a, b]}]}',
  release: '{tag_name: v1, description: one}',
  hooks: '{pre_get_sources_script: [make]}',
  id_tokens: '{TOKEN: {aud: a}}',
  inherit: '{default: false}',
  pages: '{publish: public}',
  manual_confirmation: 'Sure?',
  start_in: '1 day',
};

const CARRIERS = ['script', 'run', 'trigger'];

type Keywords = readonly string[];

function textOf(base: Keywords, own: Keywords, more = ''): string {
  const lines = (keywords: Keywords): string =>
    keywords.map((each) => `  ${each}${each in VALUES ? `: ${VALUES[each] ?? ''}` : ''}\n`).join('');
  return `.base:\n${lines(base) || '  stage: test\n'}build:\n  extends: .base\n${lines(own)}${more}`;
}

/** Whether GitLab takes a job of these keywords, by the engine that speaks for it. */
function isTaken(base: Keywords, own: Keywords): boolean {
  const read = (path: string): string | undefined => (path === '.gitlab-ci.yml' ? textOf(base, own) : undefined);
  return semantics.processConfiguration({ read }).errors.length === 0;
}

function proposed(base: Keywords, own: Keywords): ReadonlySet<string> {
  const text = textOf(base, own, '  ');
  const path = `${ROOT}/.gitlab-ci.yml`;
  const workspace = createWorkspace({ files: new Map([[path, text]]), listed: [], pending: [] });
  const items = settle(workspace, [], (snapshot) => {
    const state = snapshot.file(path);
    return state.state === 'loaded' ? completion(snapshot, { file: state.file, offset: text.length }) : [];
  });
  return new Set(items.map(({ label }) => label));
}

/** A keyword can be chosen when GitLab takes the job with it, as it is or with what belongs to it. */
function fits(base: Keywords, own: Keywords, keyword: string): boolean {
  const delay = keyword === 'start_in' && ![...base, ...own].includes('when') ? ['when: delayed'] : [];
  const carriers = [...base, ...own, keyword].some((each) => CARRIERS.includes(each)) ? [] : CARRIERS;
  return [[], ...carriers.map((carrier) => [carrier])].some((more) =>
    isTaken(base, [...own, keyword, ...delay, ...more]),
  );
}

/** Each asks the engine some hundred times. */
const LONG = { timeout: 60_000 };

const BASES: readonly Keywords[] = [[], ...Object.keys(VALUES).map((keyword) => [keyword])];

test.each(BASES.map((base) => ({ base })))('offers beside an inherited $base what GitLab takes', LONG, ({ base }) => {
  const wrong: string[] = [];
  for (const own of [[], ...CARRIERS.map((carrier) => [carrier])]) {
    const isPossible = [[], ...CARRIERS.map((each) => [each])].some((more) => isTaken(base, [...own, ...more]));
    if (base.some((each) => own.includes(each)) || !isPossible) continue;
    const labels = proposed(base, own);
    for (const keyword of Object.keys(VALUES)) {
      if (own.includes(keyword)) continue;
      const isOffered = labels.has(keyword);
      if (isOffered === fits(base, own, keyword)) continue;
      wrong.push(`${isOffered ? 'offered' : 'hidden'}: ${keyword} beside own ${own.join() || 'nothing'}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** What is proposed of some keywords at `<|>` in the entry file. */
function among(keywords: Keywords, files: Readonly<Record<string, string>>): string[] {
  const entry = files['.gitlab-ci.yml'] ?? '';
  const texts = Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, text.replace('<|>', '')] as const);
  const workspace = createWorkspace({ files: new Map(texts), listed: [], pending: [] });
  const items = settle(workspace, [], (snapshot) => {
    const state = snapshot.file(`${ROOT}/.gitlab-ci.yml`);
    const offset = entry.indexOf('<|>');
    return state.state === 'loaded' ? completion(snapshot, { file: state.file, offset }) : [];
  });
  return keywords.filter((keyword) => items.some(({ label }) => label === keyword));
}

const FILTERS = ['rules', 'only', 'except'];

test.each([
  ['an only of its own may be replaced', 'b:\n  only: [main]\n  <|>\n', FILTERS.filter((each) => each !== 'only')],
  ['by a merge key', '.a: &a {only: [main]}\nb:\n  <<: *a\n  <|>\n', ['only', 'except']],
  ['half a word', '.a: {only: [main]}\nb:\n  extends: .a\n  ru<|>\n', ['only', 'except']],
  ['in the middle of a keyword', '.a: {rules: []}\nb:\n  extends: .a\n  ru<|>les: []\n', ['rules']],
  ['in braces', '.a: {only: [main]}\nb: {extends: .a, <|>}\n', ['only', 'except']],
  ['through two bases', '.z: {only: [main]}\n.a: {extends: .z}\nb:\n  extends: [.a]\n  <|>\n', ['only', 'except']],
  ['taken back by the job', '.a: {only: [main]}\nb:\n  extends: .a\n  only: null\n  <|>\n', ['rules', 'except']],
  ['taken back by a base', '.a: {only: [main]}\n.c: {only: ~}\nb:\n  extends: [.a, .c]\n  <|>\n', FILTERS],
  ['a base that is not known', '.a: {only: [main]}\nb:\n  extends: [.a, .c]\n  <|>\n', FILTERS],
  ['with Windows line ends', '.a: {only: [main]}\r\nb:\r\n  extends: .a\r\n  <|>\r\n', ['only', 'except']],
  ['with the name in quotes', '.a: {only: [main]}\n"b c":\n  "extends": ".a"\n  <|>\n', ['only', 'except']],
])('filters beside what a job has: %s', (_, text, expected) => {
  expect(among(FILTERS, { '.gitlab-ci.yml': text })).toEqual(expected);
});

test('looks at what another file says of the same job', () => {
  const files = { '.gitlab-ci.yml': 'include: a.yml\nb:\n  <|>\n', 'a.yml': 'b: {script: make, only: [main]}\n' };
  expect(among([...FILTERS, 'trigger', 'run', 'image'], files)).toEqual(['only', 'except', 'image']);
});

test('offers what belongs to pages where the pages come from a base', () => {
  const job = 'b:\n  extends: .a\n  script: make\n  <|>\n';
  expect(among(['publish'], { '.gitlab-ci.yml': `.a: {pages: true}\n${job}` })).toEqual(['publish']);
  expect(among(['publish'], { '.gitlab-ci.yml': `.a: {tags: [a]}\n${job}` })).toEqual([]);
});
