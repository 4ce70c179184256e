import type { Hover } from 'vscode-languageserver/node';
import type * as engine from '../features/answers.ts';
import type { YamlFile } from '../yaml/file.ts';
import { toMarkup, type Target } from './convert.ts';

interface HoverSetting {
  readonly file: YamlFile;
  readonly target: Target;
  readonly isVsCode: boolean;
}

/** A hover as the client shows it: its links lead to lines of files, and in VS Code a command shows more. */
export function toHover({ range, markdown, links, more }: engine.Hover, setting: HoverSetting): Hover {
  const { file, target, isVsCode } = setting;
  const places = [...(links ?? [])].map(([label, place]) => `[${label}]: <${addressOf(place, target)}>`);
  const parts = [
    ...(more && isVsCode
      ? withLink(markdown, `[${more.title}](${commandLink(more, target.uriOf(file.path))})`)
      : [markdown]),
    ...(places.length > 0 ? [places.join('\n')] : []),
  ];
  return { contents: toMarkup(parts.join('\n\n')), range: file.lines.rangeAt(range) };
}

/** The link stands behind the first line: the end of a long hover is out of sight. */
function withLink(markdown: string, link: string): string[] {
  const [title = '', ...rest] = markdown.split('\n\n');
  return [`${title} · ${link}`, ...rest];
}

/** Editors open a file at a line with a fragment such as `#L12,3`. */
function addressOf({ path, range }: engine.Location, { snapshot, uriOf }: Target): string {
  const state = snapshot.file(path);
  if (state.state !== 'loaded') return uriOf(path);
  const { line, character } = state.file.lines.positionAt(range.start);
  return `${uriOf(path)}#L${line + 1},${character + 1}`;
}

/** The first argument is told which document is meant. */
function commandLink({ id, arguments: [first, ...rest] }: NonNullable<engine.Hover['more']>, uri: string): string {
  const given = typeof first === 'object' && first !== null ? { uri, ...first } : { uri };
  return `command:${id}?${encodeURIComponent(JSON.stringify([given, ...rest]))}`;
}
