import { entriesOf, type YamlNode, type YamlScalar } from '../../yaml/node.ts';

/** Stands for a value that is not shown. */
const MASK = '***';

/** Keywords whose values are words of GitLab's or names in the file; the value of any other keyword is masked. */
const SHOWN = new Set([
  ...['when', 'if', 'stage', 'stages', 'needs', 'job', 'optional', 'artifacts', 'extends', 'allow_failure', 'action'],
  ...['interruptible', 'expire_in', 'start_in', 'auto_stop_in', 'timeout', 'parallel', 'retry', 'max', 'exit_codes'],
  ...['dependencies', 'on_stop', 'deployment_tier', 'strategy', 'policy', 'untracked', 'type', 'inherit', 'default'],
  ...[
    'local',
    'file',
    'ref',
    'template',
    'include',
    'rules',
    'only',
    'except',
    'refs',
    'kubernetes',
    'access',
    'public',
  ],
  ...['on_new_commit', 'on_job_failure', 'pull_policy', 'link_type', 'forward', 'yaml_variables', 'pipeline_variables'],
]);

/** Below these nothing is shown, whatever the keyword. */
const HIDDEN = new Set([
  'variables',
  'secrets',
  'id_tokens',
  'inputs',
  'identity',
  'script',
  'before_script',
  'after_script',
]);

/** Everything that a text could hold of secrets that tools know by their form. */
const TOKENS = [
  /\b(?:gl[a-z]{2,6}-|gh[pousr]_|github_pat_|xox[abprs]-|AKIA|ASIA|sk-|npm_|dop_v1_|hvs\.)[\w-]{8,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?/g,
  /-----BEGIN[^-]*-----[\s\S]*?(?:-----END[^-]*-----|$)/g,
  /(?<=:\/\/)[^\s/@]+@/g,
  /\b(?=[\w+/]*\d)(?=[\w+/]*[A-Za-z])[\w+/]{24,}={0,2}/g,
];

/** Takes out what has the form of a token, a key or a password in an address. */
export function maskTokens(text: string): string {
  return TOKENS.reduce((masked, pattern) => masked.replaceAll(pattern, MASK), text);
}

/**
 * Writes a node as YAML without its comments and with every value masked that is not a word of GitLab's: names of
 * keywords, jobs and variables stay, as they are what a verdict depends on.
 */
export function maskedYaml(node: YamlNode | undefined): string {
  return write(node, { indent: '', keyword: undefined, isHidden: false });
}

/** The texts of a node that `maskedYaml` does not show. */
export function hiddenTexts(node: YamlNode | undefined): readonly string[] {
  const found: string[] = [];
  collect(node, { keyword: undefined, isHidden: false }, found);
  return found;
}

interface Place {
  readonly keyword: string | undefined;
  readonly isHidden: boolean;
}

function collect(node: YamlNode | undefined, place: Place, found: string[]): void {
  if (node?.kind === 'scalar' && shown(node, place) === MASK) found.push(node.text);
  if (node?.kind === 'sequence') for (const item of node.items) collect(item, place, found);
  for (const { key, value } of entriesOf(node)) collect(value, below(place, key), found);
}

function below({ isHidden }: Place, key: YamlNode): Place {
  const keyword = key.kind === 'scalar' ? key.text : '';
  return { keyword, isHidden: isHidden || HIDDEN.has(keyword) };
}

function write(node: YamlNode | undefined, place: Place & { readonly indent: string }): string {
  if (node === undefined) return '';
  const marks = [node.tag === '!reference' ? node.tag : '', node.anchor === undefined ? '' : `&${node.anchor}`];
  const head = marks
    .filter((mark) => mark !== '')
    .map((mark) => ` ${mark}`)
    .join('');
  if (node.kind === 'alias') return ` *${node.name}`;
  if (node.kind === 'scalar') return `${head} ${shown(node, place)}`;
  return `${head}${lines(node, place)}`;
}

function lines(node: YamlNode, place: Place & { readonly indent: string }): string {
  const { indent } = place;
  if (node.kind === 'sequence') {
    if (node.items.length === 0) return ' []';
    const isReference = node.tag === '!reference';
    const item = { ...place, isHidden: place.isHidden && !isReference, keyword: isReference ? 'job' : place.keyword };
    return node.items.map((each) => `\n${indent}-${write(each, { ...item, indent: `${indent}  ` })}`).join('');
  }
  const entries = entriesOf(node);
  if (entries.length === 0) return ' {}';
  return entries
    .map(({ key, value }) => {
      const name = key.kind === 'scalar' ? quoted(key.text, key) : '?';
      return `\n${indent}${name}:${write(value, { ...below(place, key), indent: `${indent}  ` })}`;
    })
    .join('');
}

/** A value as it may be seen: numbers and truth values, GitLab's words, variables' names in conditions. */
function shown(node: YamlScalar, { keyword, isHidden }: Place): string {
  const { text } = node;
  if (text === '') return quoted(text, node);
  if (isHidden) return MASK;
  if (node.style === 'plain' && /^(?:\d{1,6}|true|false|yes|no|on|off|null|~)$/i.test(text)) return text;
  if (keyword === 'if') return quoted(withoutTexts(text), node);
  if (keyword === undefined || !SHOWN.has(keyword) || text.length > 100 || text.includes('\n')) return MASK;
  const masked = maskTokens(text);
  return masked === text ? quoted(text, node) : MASK;
}

/** What a condition compares with may be anything. */
function withoutTexts(condition: string): string {
  return condition.replace(/"[^"]*"|'[^']*'/g, `"${MASK}"`).replace(/\/(?:[^/\\]|\\.)+\//g, `/${MASK}/`);
}

function quoted(text: string, { style }: YamlScalar): string {
  if (style === 'plain' && !text.includes('\n')) return text;
  return style === 'single' ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
