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

/** What was asked of a snapshot, with the answers. */
export interface Trace {
  /** Who answers. A later snapshot takes over once it is known to give the same answers, so that the old one is freed. */
  base: Snapshot;
  readonly asked: {
    readonly parts: Map<'roots' | 'settings' | 'facts' | 'schemaCompiler' | 'shell', unknown>;
    readonly files: Map<string, FileState>;
    readonly exists: Map<string, boolean | undefined>;
    readonly listings: Map<string, unknown>;
    readonly homes: Map<string, unknown>;
    readonly names: Map<string, { readonly question: NameQuestion; readonly answer: unknown }>;
    readonly scripts: Map<string, { readonly script: string; readonly path: string; readonly answer: unknown }>;
  };
  /** Of what was derived on the way. */
  readonly within: Set<Trace>;
}

const traces = new WeakMap<Snapshot, Trace>();

function baseOf(snapshot: Snapshot): Snapshot {
  return traces.get(snapshot)?.base ?? snapshot;
}

function addPart(snapshot: Snapshot, part: Trace): void {
  traces.get(snapshot)?.within.add(part);
}

/** Computes a value from a snapshot that it is given, and notes what it asks of it; also what it asks later on. */
export function derive<Value>(snapshot: Snapshot, compute: (snapshot: Snapshot) => Value): Derived<Value> {
  const asked = {
    parts: new Map(),
    files: new Map(),
    exists: new Map(),
    listings: new Map(),
    homes: new Map(),
    names: new Map(),
    scripts: new Map(),
  };
  const trace: Trace = { base: baseOf(snapshot), asked, within: new Set() };
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

/** A snapshot that answers as the trace's base does, and notes it. */
function traced(trace: Trace): Snapshot {
  const { asked } = trace;
  const note = <Key, Answer>(notes: Map<Key, unknown>, key: Key, answer: Answer): Answer => {
    notes.set(key, answer);
    return answer;
  };
  return {
    get roots() {
      return note(asked.parts, 'roots', trace.base.roots);
    },
    get settings() {
      return note(asked.parts, 'settings', trace.base.settings);
    },
    get facts() {
      return note(asked.parts, 'facts', trace.base.facts);
    },
    file: (path) => note(asked.files, path, trace.base.file(path)),
    exists: (path) => note(asked.exists, path, trace.base.exists(path)),
    schemaCompiler: () => note(asked.parts, 'schemaCompiler', trace.base.schemaCompiler()),
    projectHome: (folder) => note(asked.homes, folder, trace.base.projectHome(folder)),
    filesBelow: (root) => note(asked.listings, root, trace.base.filesBelow(root)),
    names: (question) => {
      const answer = trace.base.names(question);
      asked.names.set(keyOf(question), { question, answer });
      return answer;
    },
    shell: () => {
      const reader = trace.base.shell();
      asked.parts.set('shell', reader !== undefined);
      return reader && tracedShell(trace, reader);
    },
  };
}

function tracedShell({ asked }: Trace, reader: ShellReader): ShellReader {
  return {
    findingsOf: (script, path) => {
      const answer = reader.findingsOf(script, path);
      asked.scripts.set(`${path}\0${script}`, { script, path, answer });
      return answer;
    },
  };
}

function holds(trace: Trace, base: Snapshot): boolean {
  if (trace.base === base) return true;
  const isSame = answersAlike(trace, base) && [...trace.within].every((part) => holds(part, base));
  if (isSame) trace.base = base;
  return isSame;
}

function answersAlike({ asked }: Trace, base: Snapshot): boolean {
  const { parts, files, exists, listings, homes, names, scripts } = asked;
  // Those that most likely differ come first.
  return (
    all(files, (before, path) => isSameState(before, base.file(path))) &&
    all(exists, (before, path) => before === base.exists(path)) &&
    all(parts, (before, part) => before === partOf(base, part)) &&
    all(listings, (before, root) => before === base.filesBelow(root)) &&
    all(homes, (before, folder) => before === base.projectHome(folder)) &&
    all(names, ({ question, answer }) => answer === base.names(question)) &&
    (scripts.size === 0 || haveSameVerdicts(scripts, base.shell()))
  );
}

function haveSameVerdicts(scripts: Trace['asked']['scripts'], reader: ShellReader | undefined): boolean {
  return all(scripts, ({ script, path, answer }) => answer === reader?.findingsOf(script, path));
}

function partOf(base: Snapshot, part: 'roots' | 'settings' | 'facts' | 'schemaCompiler' | 'shell'): unknown {
  if (part === 'schemaCompiler') return base.schemaCompiler();
  return part === 'shell' ? base.shell() !== undefined : base[part];
}

function all<Key, Value>(notes: ReadonlyMap<Key, Value>, isSame: (value: Value, key: Key) => boolean): boolean {
  for (const [key, value] of notes) if (!isSame(value, key)) return false;
  return true;
}

function isSameState(one: FileState, other: FileState): boolean {
  if (one.state === 'loaded') return other.state === 'loaded' && one.file === other.file && one.source === other.source;
  if (one.state === 'unreadable')
    return other.state === 'unreadable' && one.why === other.why && one.fault === other.fault;
  return one.state === other.state;
}
