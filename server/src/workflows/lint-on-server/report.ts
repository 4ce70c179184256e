import { literalExpression } from '../../base/literal-expression.ts';
import { relativeTo } from '../../base/path.ts';
import type { JoinedMessage } from '../../features/verdict.ts';
import { entriesOf, scalarText, type YamlBlock, type YamlNode } from '../../yaml/node.ts';
import type { YamlFile } from '../../yaml/file.ts';
import type { LintAnswer } from '../../workspace/ports/gitlab.ts';
import type { Disagreement } from './compare.ts';
import { hiddenTexts, maskedYaml, maskTokens } from './mask.ts';
import { type LintPorts, type LintRequest, type LocalPipeline, type ServerSide } from './model.ts';
import type { OwnVerdict } from './own-verdict.ts';

interface ReportParts {
  readonly ports: Pick<LintPorts, 'productVersion'>;
  readonly request: LintRequest;
  readonly local: LocalPipeline;
  readonly side: Pick<ServerSide, 'version' | 'dryRun'>;
  readonly answer: LintAnswer;
  readonly own: OwnVerdict;
  readonly disagreement: Disagreement;
  /** GitLab's and our messages with their places. */
  readonly placed: readonly JoinedMessage[];
}

/** Longer parts would not be read, and hold more than what they are about. */
const MOST_BLOCKS = 6;

/**
 * What we need to mend a wrong verdict, as Markdown: the versions, both lists and the top-level entries that they are
 * about. Values are masked, and neither the instance nor the project is named.
 */
export function writeReport(parts: ReportParts): string {
  const { ports, side, answer, own, disagreement } = parts;
  const clean = cleaner(parts);
  const list = (messages: readonly string[]): string =>
    messages.length === 0 ? '(none: valid)\n' : bullets(messages, clean);
  return [
    '# Plumbline and GitLab judge a pipeline differently\n\n',
    `Plumbline ${ports.productVersion}, GitLab ${side.version}, ${side.dryRun ? 'dry run' : 'static lint'}\n`,
    `\n## GitLab says\n\n${list(answer.errors)}`,
    `\n## Plumbline expects GitLab to say\n\n${list(own.errors)}`,
    warningsOf(answer.warnings, own.warnings, list),
    `\n## Only GitLab\n\n${bullets(disagreement.onlyTheirs, clean)}`,
    `\n## Only Plumbline\n\n${bullets(disagreement.onlyOurs, clean)}`,
    ...snippets(parts, clean),
    `\nValues are masked (\`***\`). Nothing was sent anywhere; look it through before you do.\n`,
  ].join('');
}

function warningsOf(
  theirs: readonly string[],
  ours: readonly string[],
  list: (messages: readonly string[]) => string,
): string {
  if (theirs.join('\n') === ours.join('\n')) return '';
  return `\n## Warnings of GitLab\n\n${list(theirs)}\n## Warnings of Plumbline\n\n${list(ours)}`;
}

/** A list that is longer than this says no more. */
const MOST_MESSAGES = 100;

function bullets(messages: readonly string[], clean: (text: string) => string): string {
  if (messages.length === 0) return '(none)\n';
  const lines = messages.slice(0, MOST_MESSAGES).map((message) => `- ${clean(message)}\n`);
  const more = messages.length > MOST_MESSAGES ? `- … and ${messages.length - MOST_MESSAGES} more\n` : '';
  return [...lines, more].join('');
}

/** The top-level entries that the messages stand in, each once. */
function snippets({ local, placed }: ReportParts, clean: (text: string) => string): string[] {
  const blocks = new Map<YamlBlock, YamlFile>();
  for (const { location } of placed) {
    const state = local.snapshot.file(location.path);
    if (state.state !== 'loaded') continue;
    const block = blockAt(state.file, location.range.start);
    if (block !== undefined && blocks.size < MOST_BLOCKS) blocks.set(block, state.file);
  }
  return [...blocks].map(([block, file]) => {
    const yaml = maskedYaml(block.root).trimStart();
    return `\n## ${clean(relativeTo(local.root, file.path))}\n\n\`\`\`yaml\n${clean(yaml)}\n\`\`\`\n`;
  });
}

function blockAt(file: YamlFile, offset: number): YamlBlock | undefined {
  const blocks = file.documents.flatMap(({ document }) => document.blocks);
  return blocks.findLast((block) => {
    const range = file.rangeOf({ block, start: 0, end: 0 });
    return range !== undefined && range.start <= offset;
  });
}

/** Messages of GitLab quote values: those that the file's text masks are masked there too. */
function cleaner({ local, request }: ReportParts): (text: string) => string {
  const { instance, path } = request.project;
  const host = new URL(instance).host;
  const names = namesIn(local);
  // Shorter ones are also parts of words of the messages.
  const isMasked = (text: string): boolean => text.length >= 4 && !names.has(text.toLowerCase());
  const hidden = [...new Set(rootsOf(local).flatMap(hiddenTexts))]
    .filter(isMasked)
    .toSorted((a, b) => b.length - a.length);
  const instead: readonly (readonly [string, string])[] = [
    [instance, 'https://gitlab.example.com'],
    [host, 'gitlab.example.com'],
    [path, 'group/project'],
    [local.root, '.'],
  ];
  const shown = new Map(instead);
  // GitLab lower-cases the messages about keywords.
  const texts = [...shown.keys(), ...hidden].flatMap((text) => [text, text.toLowerCase()]);
  const pattern = new RegExp([...new Set(texts)].map(literalExpression).join('|'), 'gi');
  return (text) => maskTokens(text.replace(pattern, (found) => shown.get(found) ?? '***'));
}

function rootsOf({ files, snapshot }: LocalPipeline): readonly YamlNode[] {
  return files.flatMap((file) => {
    const state = snapshot.file(file);
    const documents = state.state === 'loaded' ? state.file.documents : [];
    return documents.map(({ document }) => document.root).filter((root) => root !== undefined);
  });
}

/** Names of jobs and keywords, which messages are made of. */
function namesIn(local: LocalPipeline): ReadonlySet<string> {
  const entries = rootsOf(local).flatMap((root) => entriesOf(root));
  const keys = entries.flatMap(({ key, value }) => [key, ...entriesOf(value).map((entry) => entry.key)]);
  return new Set(keys.map((key) => scalarText(key)?.toLowerCase() ?? ''));
}
