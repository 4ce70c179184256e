import type { Finding, Rule } from '../../language.ts';
import { classOf, datesOf } from '../configuration/refused-scalars.ts';
import type { Pipeline } from '../model/pipeline.ts';

/**
 * A text that looks like a date is a date to YAML 1.1, and GitLab refuses a file with one, wherever in it
 * (lib/gitlab/config/loader/yaml.rb).
 */
export const unquotedDate: Rule<Pipeline> = {
  code: 'gitlab-ci/unquoted-date',
  severity: 'error',
  *check({ file }) {
    for (const { document } of file.documents) {
      for (const block of document.blocks) yield* datesOf(block).map(findingOf);
    }
  },
};

function findingOf(at: ReturnType<typeof datesOf>[number]): Finding {
  const quoted = `"${at.text}"`;
  const kind = classOf(at.text) === 'Date' ? 'a date' : 'a time';
  const message = `GitLab refuses the file: without quotes '${at.text}' is ${kind}, which it does not read; write ${quoted}`;
  return { at, message, replacement: quoted };
}
