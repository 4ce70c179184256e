import { code } from '../../base/markdown.ts';
import { isRecord } from '../../base/record.ts';
import type { AttributeChange, Cause, FieldOwner, Value } from '../model.ts';
import type { Path } from '../path.ts';

/** What the editor says about one difference: a few words behind the line, and Markdown for the hover. */
interface Description {
  /** Empty where nothing is shown on the line. */
  readonly ghost: string;
  readonly hover: string;
}

/** Describes a difference between Git and live. `now` is what ages are counted from. */
export function describeChange(change: AttributeChange, now: Date): Description {
  return { ghost: ghostText(change, now), hover: hoverText(change, now) };
}

function ghostText(change: AttributeChange, now: Date): string {
  const { before, path } = change;
  switch (change.class) {
    case 'changed':
      return changedText(change);
    case 'missing':
      return 'missing live';
    case 'removed':
      return `live still has ${nameAndValue(path, before)} (removed from Git)`;
    case 'unowned':
      return `+ live ${nameOfNode(path)}${writtenBy(change.owners, now)}`;
    case 'equal-other-form':
      return `stored as ${short(before)}`;
    case 'order-only':
      return 'other order live';
    case 'ignored':
    case 'defaulted':
    case 'server':
      return '';
  }
}

function changedText({ before, nested, path, cause }: AttributeChange): string {
  if (before.k === 'secret') return 'live: another secret value';
  const isListOfScalars =
    before.k === 'known' && Array.isArray(before.v) && !before.v.some((item) => typeof item === 'object');
  const [only, ...more] = nested ?? [];
  if (only === undefined || isListOfScalars) return `live: ${short(before)}${bySomebody(cause)}`;
  if (more.length > 0) return `live differs in ${more.length + 1} places`;
  const relative = only.path.text.slice(path.text.length).replace(/^\./, '');
  if (only.class === 'removed') return `live also has ${nameAndValue(only.path, only.before)}`;
  return only.class === 'missing' ? `missing live: ${relative}` : `live ${relative}: ${short(only.before)}`;
}

function bySomebody(cause: Cause | undefined): string {
  return cause === 'autoscaler' ? ' (autoscaler)' : '';
}

function writtenBy(owners: readonly FieldOwner[], now: Date): string {
  const owner = latest(owners);
  if (owner === undefined) return '';
  const age = ageText(owner.time, now);
  return ` (${owner.label}${age ? `, ${age}` : ''})`;
}

function latest(owners: readonly FieldOwner[]): FieldOwner | undefined {
  return owners.toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? 1 : -1))[0];
}

/** `B` or `env B` for the element named B of the list env, `tier` for a field. */
function nameOfNode({ segments }: Path): string {
  const last = segments.at(-1);
  if (last === undefined) return 'object';
  if ('field' in last) return last.field;
  const parent = segments.at(-2);
  const list = parent && 'field' in parent ? `${parent.field} ` : '';
  if ('member' in last) return `${list}${last.member}`;
  return 'index' in last ? `${list}${last.index}` : `${list}${Object.values(last.keys).join('/')}`;
}

function nameAndValue(path: Path, value: Value): string {
  const last = path.segments.at(-1);
  const isScalar = value.k === 'known' && !isRecord(value.v) && !Array.isArray(value.v);
  return last && 'field' in last && isScalar ? `${last.field}=${short(value)}` : nameOfNode(path);
}

function hoverText(change: AttributeChange, now: Date): string {
  const lines = [
    `${code(change.path.text === '' ? 'object' : change.path.text)}: ${meaning[change.class]}`,
    change.class === 'missing' ? '' : `Live: ${long(change.before)}`,
    change.after.k === 'absent' ? 'Git: not declared' : `Git: ${long(change.after)}`,
    ...change.owners.map((owner) => ownerLine(owner, now)),
    change.cause && change.cause in causes ? causes[change.cause] : '',
    change.rule ? `Hidden by ${change.rule}` : '',
    change.note ? `${change.note}.` : '',
    ...(change.nested ?? [])
      .slice(0, 20)
      .map((inner) => `- ${code(inner.path.text)}: live ${long(inner.before)}, Git ${long(inner.after)}`),
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

const meaning: Readonly<Record<AttributeChange['class'], string>> = {
  changed: 'the live value is not what Git says; applying Git changes it',
  missing: 'declared in Git and not live; applying Git adds it',
  removed: 'applied before and gone from Git; applying Git removes it',
  unowned: 'live only; Git does not declare it and applying Git leaves it alone',
  defaulted: 'the default of the API server',
  server: 'set by the server or a controller',
  'equal-other-form': 'the same value in another spelling',
  'order-only': 'the same elements in another order',
  ignored: 'differs, and a rule hides it',
};

const causes: Readonly<Record<Cause, string>> = {
  autoscaler: 'An autoscaler sets this. To let it, take the field out of Git.',
  webhook: 'An admission webhook sets this.',
  controller: 'A controller sets this.',
  manual: 'Somebody changed this by hand.',
  'previous-apply': 'An earlier apply set this.',
  unknown: '',
};

function ownerLine({ label, operation, time }: FieldOwner, now: Date): string {
  const age = ageText(time, now);
  return `Written by ${code(label)} (${operation}${age ? `, ${age}, ${time ?? ''}` : ''})`;
}

/** `2 h ago`; empty without a readable time. */
function ageText(time: string | undefined, now: Date): string {
  const then = time === undefined ? NaN : Date.parse(time);
  if (Number.isNaN(then)) return '';
  const minutes = Math.floor((now.getTime() - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

function short(value: Value): string {
  const text = plain(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function long(value: Value): string {
  const text = plain(value);
  return value.k === 'known' ? code(text.length > 400 ? `${text.slice(0, 399)}…` : text) : text;
}

function plain(value: Value): string {
  switch (value.k) {
    case 'absent':
      return 'nothing';
    case 'secret':
      return value.same === true ? 'the same secret value' : 'a secret value (masked)';
    case 'unknown':
      return `unknown (${value.why})`;
    case 'known':
      if (typeof value.v === 'string') return JSON.stringify(value.v).slice(1, -1);
      return value.v === null ? (value.text ?? 'null') : JSON.stringify(maskedForText(value.v));
  }
}

/** Secrets inside a structure print as a mask. */
function maskedForText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedForText);
  if (!isRecord(value)) return value;
  if (value['k'] === 'secret' && Object.keys(value).length === 1) return '***';
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, maskedForText(child)]));
}
