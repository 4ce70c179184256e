import type { Span, YamlEntry } from '../../../yaml/node.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { NameUse } from '../model/job-summary.ts';
import { spanOf, spotOfEntry, locate, type Ground, type Located } from './spot.ts';

interface Match {
  readonly job: EffectiveJob;
  /** What the pattern found behind the job's name. */
  readonly found: readonly string[];
  readonly ground: Ground;
}

/** Finds the place in a job that a message means; undefined leaves it at the job's name. */
type Find = (match: Match) => Span | undefined;

/**
 * The messages about what jobs have to do with each other, with the job's name first
 * (lib/gitlab/ci/yaml_processor.rb, config/extendable/entry.rb, pipeline/seed/build.rb). Names keep their case.
 */
const MESSAGES: readonly (readonly [RegExp, Find])[] = [
  [/^ job: chosen stage .+? does not exist/, stage],
  [/^ job: undefined need: (.+)$/s, need],
  [/^ job: need `?(.+?)`? (?:is not defined in current or prior stages|name is too long)/s, need],
  [/^(?: job)? has the following needs duplicated: (.+)\.$/s, duplicateNeed],
  [/^ job: undefined dependency: (.+)$/s, dependency],
  [/^ job: dependency (.+?) is not defined in current or prior stages/s, dependency],
  [/^ job: on_stop job (.+?) (?:is not defined|does not have|have different|needs to have)/s, onStop],
  [/^: (?:unknown keys|invalid base hashes) in `extends` \((.+)\)/s, base],
  [/^: (?:nesting too deep|circular dependency detected) in `extends`/, keyword('extends')],
  [/^ (?:config generates too many jobs|job: cannot use "parallel)/, keyword('parallel')],
  [/^: one job can only need /, keyword('needs')],
  [/^: circular variable reference detected: \["(.+?)"/, variable],
  [/^: .*rules:(?:changes|exists)/, keyword('rules')],
];

/** Places a message that begins with a job's name. Undefined when it does not. */
export function placeJobMessage(ground: Ground, message: string): Located | undefined {
  const quoted = placeQuotedJob(ground, message) ?? placeCycle(ground, message);
  if (quoted !== undefined) return quoted;
  for (const name of beginnings(ground, message)) {
    const job = ground.pipeline.effective(name.job);
    const rest = message.slice(name.length);
    const known = MESSAGES.find(([pattern]) => pattern.test(rest));
    if (job === undefined || (known === undefined && !/^(?: job)?:? /.test(rest))) continue;
    const found = known?.[0].exec(rest)?.slice(1) ?? [];
    const span = known?.[1]({ job, found, ground });
    return locate(ground, span ?? job.definition.job.nameAt, span !== undefined);
  }
  return undefined;
}

/** The jobs whose names begin a message, the longest first. Copies of a parallel job go by `name 1/3` or `name: [value]`. */
function beginnings({ pipeline }: Ground, message: string): { readonly job: string; readonly length: number }[] {
  const names = [...pipeline.definitions.keys()].filter((name) => name !== '' && message.startsWith(name));
  return names
    .toSorted((a, b) => b.length - a.length)
    .map((job) => ({ job, length: job.length + (copySuffix(message.slice(job.length))?.length ?? 0) }));
}

function copySuffix(text: string): string | undefined {
  return /^(?: \d+\/\d+|: \[[^\]]*\])(?=[: ])/.exec(text)?.[0];
}

/** `'a' job needs 'b' job, but …`, from the creation of a pipeline. */
function placeQuotedJob(ground: Ground, message: string): Located | undefined {
  const [, from, to] = /'(.+?)' job needs '(.+?)' job, but /s.exec(message) ?? [];
  const job = from === undefined ? undefined : jobNamed(ground, from);
  if (job === undefined || to === undefined) return undefined;
  const span = need({ job, found: [to], ground });
  return locate(ground, span ?? job.definition.job.nameAt, span !== undefined);
}

const CYCLE = 'The pipeline has circular dependencies: ';

function placeCycle(ground: Ground, message: string): Located | undefined {
  if (!message.startsWith(CYCLE)) return undefined;
  const self = /self-dependency: (.+)$/s.exec(message)?.[1];
  const names =
    self === undefined ? [...message.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name = '']) => name) : [self];
  for (const name of names) {
    const job = jobNamed(ground, name);
    const inCycle = job?.needs?.needs.find((use) => names.some((other) => isSameJob(ground, use.name, other)));
    if (inCycle !== undefined) return locate(ground, inCycle.at);
  }
  return undefined;
}

function jobNamed({ pipeline }: Ground, name: string): EffectiveJob | undefined {
  return pipeline.effective(name) ?? pipeline.effective(withoutCopy(name));
}

function withoutCopy(name: string): string {
  return name.replace(/ \d+\/\d+$|: \[[^\]]*\]$/, '');
}

function isSameJob(ground: Ground, left: string, right: string): boolean {
  return left === right || jobNamed(ground, left)?.name === jobNamed(ground, right)?.name;
}

function keyword(name: string): Find {
  return ({ job, ground }) => {
    const entry = job.fields.get(name);
    return entry && spanOfEntry(ground, entry);
  };
}

/** A job that names no stage has GitLab's default one, which its name stands for. */
function stage(match: Match): Span | undefined {
  return keyword('stage')(match) ?? match.job.definition.job.nameAt;
}

function spanOfEntry(ground: Ground, entry: YamlEntry): Span | undefined {
  return spanOf(spotOfEntry(ground, entry));
}

function need({ job, found: [name = ''], ground }: Match): Span | undefined {
  return useOf([...(job.needs?.needs ?? []), ...job.rulesNeeds], name) ?? keyword('needs')({ job, found: [], ground });
}

/** Of the needs that are named twice the second one is marked. */
function duplicateNeed({ job, found: [names = ''], ground }: Match): Span | undefined {
  const uses = (job.needs?.needs ?? []).filter(({ name }) => names.split(', ').includes(name));
  return (
    uses.findLast(({ name }) => uses.filter((use) => use.name === name).length > 1)?.at ??
    need({ job, found: [names], ground })
  );
}

function dependency({ job, found: [name = ''], ground }: Match): Span | undefined {
  return useOf(job.dependencies?.names ?? [], name) ?? keyword('dependencies')({ job, found: [], ground });
}

function onStop({ job }: Match): Span | undefined {
  return job.environment?.onStop?.at;
}

function base({ job, found: [names = ''], ground }: Match): Span | undefined {
  const named = names.split(', ');
  const use = job.extends?.names.find(({ name }) => named.includes(name));
  return use?.at ?? keyword('extends')({ job, found: [], ground });
}

function variable({ job, found: [name = ''], ground }: Match): Span | undefined {
  const variables = job.fields.get('variables');
  return (
    variables &&
    spanOf(spotOfEntry(ground, variables).fields().get(name.toLowerCase()) ?? spotOfEntry(ground, variables))
  );
}

/** A need of a parallel job stands for each of its copies. */
function useOf(uses: readonly NameUse[], name: string): Span | undefined {
  const exact = uses.find((use) => use.name === name);
  return (exact ?? uses.find((use) => use.name === withoutCopy(name)))?.at;
}

/**
 * Where words that nobody knows yet name a job somewhere: at the job, or at its keyword that they speak of. GitLab says
 * both as they are written, or all in lower case.
 */
export function placeNamedJob(ground: Ground, message: string): Located | undefined {
  const text = ` ${message.toLowerCase()} `;
  const isNamed = (name: string): boolean =>
    name.length > 1 && NAME_ENDS.some(([open, close]) => text.includes(`${open}${name.toLowerCase()}${close}`));
  const [name] = [...ground.pipeline.definitions.keys()].filter(isNamed).toSorted((a, b) => b.length - a.length);
  const job = name === undefined ? undefined : ground.pipeline.effective(name);
  if (job === undefined) return undefined;
  const words = text.replaceAll(job.name.toLowerCase(), ' ').split(/[^\w:]+|:/);
  const [entry] = [...job.fields].filter(([key]) => words.includes(key)).map(([, each]) => each);
  return locate(ground, entry?.key ?? job.definition.job.nameAt, false);
}

const NAME_ENDS = [
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  [' ', ' '],
  [' ', ':'],
  [':', ' '],
  [':', ':'],
  [' ', ','],
  [' ', '. '],
] as const;
