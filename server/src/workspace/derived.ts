import type { ProjectHome } from './included-file.ts';
import { keyOf, type NameQuestion } from './remote-names.ts';
import type { ShellReader } from './shell-verdicts.ts';
import type { FileState, Snapshot } from './snapshot.ts';

/**
 * Wraps a function of a snapshot so that it is computed once for each snapshot and key. The function has to ask the
 * snapshot that it is given, and no other: what it asks counts for whoever asks this function.
 */
export function perSnapshot<Key, Rest extends readonly unknown[], Value>(
  compute: (snapshot: Snapshot, key: Key, ...rest: Rest) => Value,
): (snapshot: Snapshot, key: Key, ...rest: Rest) => Value {
  const known = new WeakMap<Snapshot, Map<Key, Derived<Value>>>();
  return (snapshot, key, ...rest) => {
    const base = baseOf(snapshot);
    const ofBase = known.get(base) ?? new Map<Key, Derived<Value>>();
    known.set(base, ofBase);
    const derived = ofBase.get(key) ?? derive(base, (own) => compute(own, key, ...rest));
    ofBase.set(key, derived);
    addPart(snapshot, derived.trace);
    return derived.value;
  };
}

/** A value, and what was asked of a snapshot for it. */
export interface Derived<Value> {
  readonly value: Value;
  readonly trace: Trace;
}

/** What was asked of a snapshot. */
export interface Trace {
  /** Who answers. A later snapshot takes over once it is known to give the same answers, so that the old one is freed. */
  base: Snapshot;
  /** The answers, by kind and question. Most rules ask nothing, so nothing is made before. */
  readonly answers: Partial<Answers>;
  /** Of what was derived on the way. */
  within?: Set<Trace>;
}

interface Answers {
  parts: Map<Part, unknown>;
  files: Map<string, FileState>;
  exists: Map<string, boolean | undefined>;
  listings: Map<string, readonly string[] | undefined>;
  homes: Map<string, ProjectHome | undefined>;
  names: Map<string, { readonly question: NameQuestion; readonly answer: unknown }>;
  scripts: Map<string, { readonly script: string; readonly path: string; readonly answer: unknown }>;
}

type Part = 'roots' | 'settings' | 'facts' | 'schemaCompiler' | 'shell';

const traces = new WeakMap<Snapshot, Trace>();

function baseOf(snapshot: Snapshot): Snapshot {
  return traces.get(snapshot)?.base ?? snapshot;
}

function addPart(snapshot: Snapshot, part: Trace): void {
  const trace = traces.get(snapshot);
  if (trace !== undefined) (trace.within ??= new Set()).add(part);
}

/** Computes a value from a snapshot that it is given, and notes what it asks of it; also what it asks later on. */
export function derive<Value>(snapshot: Snapshot, compute: (snapshot: Snapshot) => Value): Derived<Value> {
  const trace: Trace = { base: baseOf(snapshot), answers: {} };
  const own = traced(trace);
  traces.set(own, trace);
  return { value: compute(own), trace };
}

/**
 * Whether a snapshot gives the same answers to all that was asked for a value, so that it would be the same: an edit
 * elsewhere costs these few comparisons. Everything is asked again, for that a feature asks is also the sign that what is
 * not known yet is wanted.
 */
export function stillHolds({ trace }: Derived<unknown>, snapshot: Snapshot): boolean {
  return holds(trace, baseOf(snapshot));
}

/** Whether anything was asked of a snapshot for a value so far. */
export function hasAsked({ trace }: Derived<unknown>): boolean {
  return trace.within !== undefined || Object.keys(trace.answers).length > 0;
}

/** A snapshot that answers as the trace's base does, and notes it. */
function traced(trace: Trace): Snapshot {
  const { answers } = trace;
  const part = <Answer>(name: Part, answer: Answer): Answer => {
    (answers.parts ??= new Map()).set(name, answer);
    return answer;
  };
  return {
    get roots() {
      return part('roots', trace.base.roots);
    },
    get settings() {
      return part('settings', trace.base.settings);
    },
    get facts() {
      return part('facts', trace.base.facts);
    },
    schemaCompiler: () => part('schemaCompiler', trace.base.schemaCompiler()),
    file: (path) => noted((answers.files ??= new Map()), path, trace.base.file(path)),
    exists: (path) => noted((answers.exists ??= new Map()), path, trace.base.exists(path)),
    projectHome: (folder) => noted((answers.homes ??= new Map()), folder, trace.base.projectHome(folder)),
    filesBelow: (root) => noted((answers.listings ??= new Map()), root, trace.base.filesBelow(root)),
    names: (question) => {
      const answer = trace.base.names(question);
      (answers.names ??= new Map()).set(keyOf(question), { question, answer });
      return answer;
    },
    shell: () => {
      const reader = trace.base.shell();
      part('shell', reader !== undefined);
      return reader && tracedShell(trace, reader);
    },
  };
}

function noted<Answer>(notes: Map<string, Answer>, key: string, answer: Answer): Answer {
  notes.set(key, answer);
  return answer;
}

function tracedShell({ answers }: Trace, reader: ShellReader): ShellReader {
  return {
    findingsOf: (script, path) => {
      const answer = reader.findingsOf(script, path);
      (answers.scripts ??= new Map()).set(`${path}\0${script}`, { script, path, answer });
      return answer;
    },
  };
}

function holds(trace: Trace, base: Snapshot): boolean {
  if (trace.base === base) return true;
  const isSame = hasSameAnswers(trace, base) && all(trace.within, (part) => holds(part, base));
  if (isSame) trace.base = base;
  return isSame;
}

function hasSameAnswers({ answers }: Trace, base: Snapshot): boolean {
  const { parts, files, exists, listings, homes, names, scripts } = answers;
  // Those that most likely differ come first.
  return (
    all(files, ([path, before]) => isSameState(before, base.file(path))) &&
    all(exists, ([path, before]) => before === base.exists(path)) &&
    all(parts, ([part, before]) => before === partOf(base, part)) &&
    all(listings, ([root, before]) => before === base.filesBelow(root)) &&
    all(homes, ([folder, before]) => before === base.projectHome(folder)) &&
    all(names, ([, { question, answer }]) => answer === base.names(question)) &&
    (scripts === undefined || hasSameVerdicts(scripts, base.shell()))
  );
}

function hasSameVerdicts(scripts: Answers['scripts'], reader: ShellReader | undefined): boolean {
  return all(scripts, ([, { script, path, answer }]) => answer === reader?.findingsOf(script, path));
}

function partOf(base: Snapshot, part: Part): unknown {
  if (part === 'schemaCompiler') return base.schemaCompiler();
  return part === 'shell' ? base.shell() !== undefined : base[part];
}

function all<Item>(items: Iterable<Item> | undefined, isSame: (item: Item) => boolean): boolean {
  for (const item of items ?? []) if (!isSame(item)) return false;
  return true;
}

function isSameState(one: FileState, other: FileState): boolean {
  if (one.state === 'loaded') return other.state === 'loaded' && one.file === other.file && one.source === other.source;
  if (one.state === 'unreadable')
    return other.state === 'unreadable' && one.why === other.why && one.fault === other.fault;
  return one.state === other.state;
}
