import { lineBreakOf } from '../base/text-file.ts';
import type { CodeAction, Diagnostic, NewFile, TextEdit } from '../languages/language.ts';
import { rootOf, type Snapshot } from '../workspace/snapshot.ts';
import { plumblineFileNames } from '../workspace/plumbline-file.ts';
import type { YamlFile } from '../yaml/file.ts';
import { nodeAt } from '../yaml/find.ts';
import { entryOf, type YamlEntry, type YamlNode } from '../yaml/node.ts';

/**
 * The ways to live with a finding: a comment above its line, and its code in the repository's `.plumbline.yml`, for everybody
 * and in CI. Not offered for errors: GitLab or the cluster refuses those whatever is said here.
 */
export function disableActions(snapshot: Snapshot, file: YamlFile, findings: readonly Diagnostic[]): CodeAction[] {
  const lines = new Set<string>();
  return findings.flatMap((finding) => {
    const { code, severity, range } = finding;
    const line = `${code} ${file.lines.positionAt(range.start).line}`;
    if (severity === 'error' || lines.has(line)) return [];
    const isKnown = [...lines].some((each) => each.startsWith(`${code} `));
    lines.add(line);
    return [...forLine(file, finding), ...(isKnown ? [] : inConfiguration(snapshot, file, code))];
  });
}

/** A comment within a text over several lines would be a part of the text. */
function forLine(file: YamlFile, { code, range }: Diagnostic): CodeAction[] {
  const { lines, text } = file;
  const { line } = lines.positionAt(range.start);
  const node = nodeAt(file, range.start)?.node;
  const place = node?.kind === 'scalar' ? file.rangeOf(node) : undefined;
  if (place !== undefined && lines.positionAt(place.start).line < line) return [];
  const hasMark = line === 0 && text.charCodeAt(0) === 0xfeff;
  const start = lines.lineStart(line) + (hasMark ? 1 : 0);
  const indent = /^[ \t]*/.exec(text.slice(start, lines.lineEnd(line)))?.[0] ?? '';
  const newText = `${indent}# plumbline-disable-next-line ${code}${lineBreakOf(file.text)}`;
  const edits = [{ path: file.path, range: { start, end: start }, newText }];
  return [{ title: `Disable ${code} for this line`, kind: 'quickfix', fixes: code, edits }];
}

function inConfiguration(snapshot: Snapshot, file: YamlFile, code: string): CodeAction[] {
  const [name] = plumblineFileNames;
  const root = rootOf(snapshot, file.path);
  const states = plumblineFileNames.map((each) => snapshot.file(`${root}/${each}`));
  const loaded = states.find((state) => state.state === 'loaded');
  const change = loaded === undefined ? newFile(`${root}/${name}`, code) : withEdit(addition(loaded.file, code));
  if (change === undefined || (loaded === undefined && states.some(({ state }) => state !== 'missing'))) return [];
  return [{ title: `Disable ${code} in ${name}`, kind: 'quickfix', fixes: code, ...change }];
}

type Change = Pick<CodeAction, 'edits'> & { readonly newFiles?: readonly NewFile[] };

function newFile(path: string, code: string): Change {
  return { edits: [], newFiles: [{ path, text: `version: 1\nrules:\n  disabled:\n    - ${code}\n` }] };
}

function withEdit(edit: TextEdit | undefined): Change | undefined {
  return edit && { edits: [edit] };
}

/** One more code under `rules: disabled`; undefined where that is written in a way that no line can be added to. */
function addition(file: YamlFile, code: string): TextEdit | undefined {
  const root = file.documents[0]?.document.root;
  const rules = entryOf(root, 'rules');
  if (rules === undefined) return isBlock(root) ? atEnd(file, `rules:\n  disabled:\n    - ${code}\n`) : undefined;
  const disabled = entryOf(rules.value, 'disabled');
  if (disabled?.value !== undefined) return inList(file, disabled.value, code);
  if (disabled !== undefined) return below(file, disabled, [`- ${code}`]);
  return isBlock(rules.value) ? below(file, rules, ['disabled:', `  - ${code}`]) : undefined;
}

/** Whether lines with keys can be added. */
function isBlock(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'mapping' && !node.flow);
}

function atEnd(file: YamlFile, text: string): TextEdit {
  return insertion(file, file.text.length, /(?:^|\n)$/.test(file.text) ? text : `\n${text}`);
}

function inList(file: YamlFile, list: YamlNode, code: string): TextEdit | undefined {
  if (list.kind !== 'sequence') return undefined;
  const last = list.items.at(-1);
  const range = last && file.rangeOf(last);
  if (list.flow) {
    const place = file.rangeOf(list);
    if (place === undefined) return undefined;
    return range === undefined
      ? { path: file.path, range: place, newText: `[${code}]` }
      : insertion(file, range.end, `, ${code}`);
  }
  if (range === undefined) return undefined;
  const { line } = file.lines.positionAt(range.start);
  const indent = /^[ \t]*/.exec(file.text.slice(file.lines.lineStart(line)))?.[0] ?? '';
  return insertion(file, file.lines.lineEnd(line), `\n${indent}- ${code}`);
}

/** Lines below a key, two columns further in. */
function below(file: YamlFile, { key }: YamlEntry, texts: readonly string[]): TextEdit | undefined {
  const place = file.rangeOf(key);
  if (place === undefined) return undefined;
  const { line, character } = file.lines.positionAt(place.start);
  const indent = ' '.repeat(character + 2);
  return insertion(file, file.lines.lineEnd(line), texts.map((text) => `\n${indent}${text}`).join(''));
}

function insertion(file: YamlFile, at: number, text: string): TextEdit {
  const newText = text.replaceAll('\n', lineBreakOf(file.text));
  return { path: file.path, range: { start: at, end: at }, newText };
}
