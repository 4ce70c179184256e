import type { Rule } from '../../language.ts';
import { findingsOf, type JudgedFile } from '../judge.ts';

/** A value of another type than the schema wants. */
export const wrongType: Rule<JudgedFile> = {
  code: 'user-schema/wrong-type',
  severity: 'error',
  check: (model) => findingsOf(model, 'wrong-type'),
};
