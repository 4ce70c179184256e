import { spanIn, type YamlScalar } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { parseExpression, type Expression } from '../expression/parser.ts';
import { tokenize, type Token } from '../expression/lexer.ts';
import { readPattern } from '../expression/pattern.ts';
import { conditionNodes, writtenConditions } from '../model/condition-nodes.ts';
import { isReference, perBlock } from '../model/follow.ts';
import { wordSpan } from '../model/word-span.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { PREDEFINED_VARIABLES } from '../variables/predefined.ts';

/**
 * Conditions that GitLab takes and reads otherwise than they look
 * (https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions): none of this is an error, all of it costs a pipeline.
 */
export const misreadCondition: Rule<Pipeline> = {
  code: 'gitlab-ci/misread-condition',
  severity: 'warning',
  *check({ own: { content, anchors } }) {
    for (const block of content?.blocks ?? []) yield* findingsOfBlock(block, anchors);
  },
};

const findingsOfBlock = perBlock((block, anchors): readonly Finding[] => {
  const entries = block.root?.kind === 'mapping' ? block.root.entries : [];
  return entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar') return [];
    const isHere = (node: YamlScalar): boolean => node.block === block;
    const tagged = writtenConditions(key.text, value, anchors).filter((node) => isHere(node) && node.tag !== undefined);
    const plain = conditionNodes(key.text, value, anchors).filter(isHere);
    return [
      ...[...new Set(tagged)].flatMap(behindTag),
      ...[...new Set(plain)].flatMap((node) =>
        misreadings(node.text).map(({ message, start, end }) => ({ at: wordSpan(node, { start, end }), message })),
      ),
    ];
  });
});

/** `!` begins a tag in YAML, so a condition that begins with it must be in quotes. */
function behindTag(node: YamlScalar): Finding[] {
  const { tag = '', text } = node;
  if (isReference(node) || !tag.startsWith('!') || tag.startsWith('!!')) return [];
  const read = text === '' ? 'without a condition, this rule always matches' : `GitLab reads the condition '${text}'`;
  const at = spanOfTag(node);
  const rest = text === '' ? '' : ` ${text}`;
  return [
    {
      at,
      message: `YAML takes '${tag}' for a tag and drops it: ${read}; put the condition in quotes: '${tag}${rest}'`,
    },
  ];
}

/** The tag stands before the value, on its line. */
function spanOfTag(node: YamlScalar): Finding['at'] {
  const start = node.block.text.lastIndexOf(node.tag ?? '', node.start);
  return start === -1 ? node : spanIn(node.block, start, Math.max(node.end, start + (node.tag ?? '').length));
}

interface Misreading {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What a condition does not mean, each at its offsets in the text; nothing for a condition that cannot be read. */
export function misreadings(text: string): readonly Misreading[] {
  // Most conditions have neither, and need no second reading.
  const { tokens, problem } = tokenize(text);
  if (problem !== undefined) return [];
  const words = tokens.flatMap((token) => misreadWord(token) ?? []);
  const parsed = text.includes('~') ? parseExpression(text) : undefined;
  return parsed?.ok === true ? [...words, ...textsAsPatterns(parsed.expression)] : words;
}

function misreadWord({ kind, text, start, end }: Token): Misreading | undefined {
  const message = wordMessage(kind, text);
  return message === undefined ? undefined : { message, start, end };
}

function wordMessage(kind: Token['kind'], text: string): string | undefined {
  if (kind === 'variable') return lateVariable(text);
  if (kind === 'string') {
    const [name] = /\$\{?[A-Za-z_]\w*\}?/.exec(readPattern(text.slice(1, -1)) === undefined ? text : '') ?? [];
    return name === undefined ? undefined : `'${name}' is plain text here: GitLab puts in no variables between quotes`;
  }
  if (kind !== 'pattern') return undefined;
  const [name] = /(?<!\\)\$[A-Za-z_]\w*/.exec(withoutClasses(text)) ?? [];
  if (name === undefined) return undefined;
  return `'${name}' is not replaced in a pattern, where '$' is the end of the text, so this never matches; a variable may hold the whole pattern: =~ $PATTERN`;
}

/** In `[$a]` a dollar is itself. */
function withoutClasses(pattern: string): string {
  return pattern.replace(/(?<!\\)\[(?:\\.|[^\]])*\]/g, '');
}

/** Known only when a job runs, and not likely to be defined by anybody else. */
const LATE = /^\$CI_(?:JOB|PIPELINE|RUNNER|CONCURRENT|PROJECT_DIR|BUILDS_DIR)/;

function lateVariable(text: string): string | undefined {
  if (!LATE.test(text) || PREDEFINED_VARIABLES.get(text.slice(1))?.availability !== 'job') return undefined;
  return `'${text}' has no value here: GitLab sets it only when a job runs, and decides on conditions before`;
}

/** `=~ "text"` asks whether that text contains the left side, which hardly anybody means. */
function textsAsPatterns(expression: Expression): Misreading[] {
  if (expression.kind === 'value') return [];
  if (expression.kind === 'not') return textsAsPatterns(expression.operand);
  const { operator, left, right } = expression;
  const inner = [...textsAsPatterns(left), ...textsAsPatterns(right)];
  if (operator !== 'matches' && operator !== 'not-matches') return inner;
  if (right.kind !== 'value' || right.token.kind !== 'string') return inner;
  const { text, start, end } = right.token;
  if (readPattern(text.slice(1, -1)) !== undefined) return inner;
  const sign = operator === 'matches' ? '=~' : '!~';
  const message = `${text} is a text and no pattern: '${sign}' then asks whether it contains the left side, as it does an empty one; a pattern stands between slashes: ${sign} /^…$/`;
  return [...inner, { message, start, end }];
}
