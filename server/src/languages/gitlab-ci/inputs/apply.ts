import { type DataRecord, isRecord, ownValue, recordOrEmpty } from '../../../base/record.ts';
import { errorsAlone, isThere } from '../entries/entry.ts';
import { header } from '../entries/header.ts';
import type { Expandable } from './functions.ts';
import { interpolate } from './interpolate.ts';
import { resolveInputs } from './values.ts';

/** How a file's content is filled in; the first error in GitLab's words is there after it was read. */
export interface AppliedInputs {
  readonly fill: ((text: string) => unknown) | undefined;
  readonly error: () => string | undefined;
}

/** What a file's header and what is given to the file come to. */
interface InputsRequest {
  /** The document with `spec`; undefined when there is none. */
  readonly header: unknown;
  /** `inputs` of the include, as written; undefined when there are none. */
  readonly given: unknown;
  /** Definitions from files of `spec:include`; the header's own win. */
  readonly shared?: DataRecord;
  /** Facts of the component that the file is. */
  readonly component?: unknown;
  readonly variables?: Expandable;
}

/** Prepares the interpolation of a file (lib/gitlab/ci/config/yaml/interpolator.rb). */
export function applyInputs({
  header: written,
  given,
  shared = {},
  component,
  variables = new Map(),
}: InputsRequest): AppliedInputs {
  if (!isThere(written)) return withoutHeader(given);
  const fault = headerError(written);
  if (fault !== undefined) return refused(fault);
  if (isThere(given) && !isRecord(given)) return refused('Given inputs must be a hash');
  const spec = ownValue(written, 'spec');
  const { values, errors } = resolveInputs(
    { ...shared, ...recordOrEmpty(ownValue(spec, 'inputs')) },
    recordOrEmpty(given),
  );
  if (errors.length > 0) return refused(together(errors));
  return filling({ inputs: values, component: wanted(component, ownValue(spec, 'component')) }, variables);
}

function withoutHeader(given: unknown): AppliedInputs {
  const isGiven = isThere(given) && !(isRecord(given) && Object.keys(given).length === 0);
  const words = 'Given inputs not defined in the `spec` section of the included configuration file';
  return { fill: undefined, error: () => (isGiven ? words : undefined) };
}

/** What is wrong with a file's header. Of several things GitLab tells three in one message. */
export function headerError(written: unknown): string | undefined {
  const errors = isThere(written) ? errorsAlone(header, written, 'header', 'header') : [];
  return errors.length === 0 ? undefined : together(errors);
}

const TOLD_TOGETHER = 3;

function together(errors: readonly string[]): string {
  return errors.slice(0, TOLD_TOGETHER).join(', ');
}

function refused(error: string): AppliedInputs {
  return { fill: undefined, error: () => error };
}

/** Only the facts that `spec:component` asks for. */
function wanted(component: unknown, names: unknown): DataRecord {
  const asked = Array.isArray(names) ? names : [];
  return Object.fromEntries(
    isRecord(component) ? Object.entries(component).filter(([name]) => asked.includes(name)) : [],
  );
}

function filling(values: DataRecord, variables: Expandable): AppliedInputs {
  let first: string | undefined;
  const fill = (text: string): unknown => {
    if (!text.includes('$[[')) return text;
    const result = interpolate(text, { values, variables });
    if (result.ok) return result.value;
    first ??= result.error;
    return text;
  };
  return { fill, error: () => first };
}
