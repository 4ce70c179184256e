import { psychDialect } from '../../../yaml/dialect.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span, YamlNode } from '../../../yaml/node.ts';
import { toValue } from '../../../yaml/value.ts';
import type { PlacedMessage } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { resolveInclude } from '../model/include-graph.ts';
import { isIncludePath } from '../../../workspace/include-address.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { inspect } from '../configuration/references.ts';
import { itemOfFile, placeIncludeMessage, placeInputs } from './include-message.ts';
import { placeJobMessage, placeNamedJob } from './job-message.ts';
import { placeKeywordMessage } from './keyword-message.ts';
import { groundOf, locate, wholeFile, type Ground, type Located } from './spot.ts';
import { placeTextMessage } from './text-message.ts';

/**
 * Finds for each message of GitLab the text that it is about, in any of the pipeline's files: by the grammar of GitLab's
 * own messages, because GitLab gives no positions. A message that fits nothing stands at the beginning of the file that
 * GitLab starts from.
 */
export function placeMessages(
  pipeline: Pipeline,
  snapshot: Snapshot,
  messages: readonly string[],
): readonly PlacedMessage[] {
  const ground = groundOf(pipeline);
  const turns = new Map<string, number>();
  return messages.map((message) => {
    const turn = turns.get(message) ?? 0;
    turns.set(message, turn + 1);
    const { file, range, isExact } = inOwnFile(ground, snapshot, place(ground, message, turn));
    return { message, location: { path: file.path, range }, isExact };
  });
}

/** What is written in a file of another project can only be mended where that is included. */
function inOwnFile(ground: Ground, snapshot: Snapshot, located: Located): Located {
  let current: Located | undefined = located;
  for (let step = 0; current !== undefined && isIncludePath(current.file.path) && step < MOST_INCLUDES; step++) {
    current = placeIncluding(ground, snapshot, current.file.path);
  }
  return current ?? wholeFile(ground.entry);
}

const MOST_INCLUDES = 20;

function placeIncluding(ground: Ground, snapshot: Snapshot, path: string): Located | undefined {
  const { summaries, graph } = ground.pipeline;
  for (const { file, summary } of summaries) {
    const item = summary.includes.find((each) => {
      const target = resolveInclude(snapshot, graph.projectRoot, each, file.path);
      return target.state === 'files' && target.paths.includes(path);
    });
    if (item !== undefined && file.path !== path) return locate(ground, item.at, false);
  }
  return undefined;
}

function place(ground: Ground, message: string, turn: number): Located {
  if (OF_FILE.test(message)) return wholeFile(ground.entry, true);
  return (
    placeInFile(ground, message) ??
    placeTextMessage(ground.entry, message) ??
    placeInputDefinition(ground, message) ??
    placeReference(ground, message, turn) ??
    placeIncludeMessage(ground, message) ??
    placeJobMessage(ground, message) ??
    placeWorkflow(ground, message) ??
    placeKeywordMessage(ground, message, turn) ??
    placeCompareTo(ground, message) ??
    placeNamedJob(ground, message) ??
    wholeFile(ground.entry)
  );
}

/** What GitLab says of the configuration as a whole. */
const OF_FILE =
  /^Invalid configuration format|^Please provide content|^The parsed YAML is too big|at least one visible job$|^Pipeline will not run for /;

/** `` `ci/build.yml`: … ``: what is wrong in an included file, or with the inputs that it is given. */
function placeInFile(ground: Ground, message: string): Located | undefined {
  const [, name = '', rest] = /^`([^`]+)`: (.*)$/s.exec(message) ?? [];
  if (rest === undefined) return undefined;
  const item = itemOfFile(ground, name);
  const given = inputNames(rest);
  if (item !== undefined && given !== undefined) return placeInputs(ground, item, given);
  const file = fileNamed(ground, name);
  if (file !== undefined) return placeTextMessage(file, rest) ?? placeBelow(ground, file, rest);
  return item && locate(ground, item.at, false);
}

/** The inputs that a message about given inputs names; undefined for other messages. */
function inputNames(message: string): readonly string[] | undefined {
  const unknown = /^unknown input arguments: (.+)/.exec(message)?.[1];
  if (unknown !== undefined) return unknown.split(', ');
  if (/^Given inputs /.test(message)) return [];
  const named = /^`(.+?)` input: (?!default)/.exec(message)?.[1];
  return named === undefined ? undefined : [named];
}

/** A definition in the header that does not agree with itself, or that nobody gives a value. */
function placeInputDefinition(ground: Ground, message: string): Located | undefined {
  const [, name, words = ''] = /^`(.+?)` input: (.+)$/s.exec(message) ?? [];
  return name === undefined ? undefined : placeKeywordMessage(ground, `header:spec:inputs:${name} ${words}`, 0);
}

/** A file of the pipeline by the path from the project's root that GitLab calls it. */
function fileNamed({ pipeline }: Ground, name: string): YamlFile | undefined {
  const path = `${pipeline.graph.projectRoot}/${name.replace(/^\/+/, '')}`;
  return pipeline.summaries.find(({ file }) => file.path === path || file.path === name)?.file;
}

/** The same message again, as if the included file were the only one. */
function placeBelow(ground: Ground, file: YamlFile, message: string): Located {
  const summaries = ground.pipeline.summaries.filter((each) => each.file === file);
  const inside: Ground = { ...ground, entry: file, pipeline: { ...ground.pipeline, summaries } };
  return place(inside, message, 0);
}

/** `!reference ["a", "b"] could not be found`, with what stands after the tag as Ruby prints it. */
function placeReference(ground: Ground, message: string, turn: number): Located | undefined {
  const data = /^!reference (.*) (?:could not be found|is not valid|is part of a circular chain)/s.exec(message)?.[1];
  if (data === undefined) return undefined;
  const references = ground.pipeline.summaries.toReversed().flatMap(({ summary }) => summary.references);
  const fitting = references.filter(({ at }) => printed(at) === data);
  const found = fitting[Math.min(turn, fitting.length - 1)];
  return found && locate(ground, found.at);
}

function printed(at: Span): string | undefined {
  const node = at as YamlNode;
  const { value } = toValue(node, { dialect: psychDialect, anchors: new Map() });
  return inspect(value);
}

/** Of `compare_to` GitLab says neither the job nor the ref. */
function placeCompareTo(ground: Ground, message: string): Located | undefined {
  if (!/rules:changes:compare_to is not a valid ref/.test(message)) return undefined;
  const files = [ground.entry, ...ground.pipeline.summaries.map(({ file }) => file)];
  for (const file of files) {
    const found = [...file.text.matchAll(/\bcompare_to:[ \t]*/g)];
    const [first] = found;
    if (first === undefined) continue;
    const range = { start: first.index, end: first.index + 'compare_to'.length };
    return { file, range, isExact: found.length === 1 };
  }
  return undefined;
}

/** What only the creation of a pipeline says, without naming anything. */
function placeWorkflow(ground: Ground, message: string): Located | undefined {
  if (!/filtered out by workflow rules/.test(message)) return undefined;
  return placeKeywordMessage(ground, 'workflow rules prevented it', 0);
}
