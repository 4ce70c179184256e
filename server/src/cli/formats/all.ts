import type { CheckReport, FormatOptions } from '../findings.ts';
import { gitlabCodeQuality } from './gitlab-codequality.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** The formats of `check`; each answers the whole output. */
export const formats = { text, json, sarif, junit, 'gitlab-codequality': gitlabCodeQuality } satisfies Record<
  string,
  (report: CheckReport, options: FormatOptions) => string
>;

/** Whether a report can be written in a format of that name. */
export function isFormat(name: string): name is keyof typeof formats {
  return Object.hasOwn(formats, name);
}
