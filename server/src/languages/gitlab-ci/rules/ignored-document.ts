import { entriesOf, scalarText } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { isBlank } from '../model/file-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#spec: a file is one document, with a header before it that holds `spec` and ends with `---`.
 * GitLab says nothing of documents that it does not read.
 */
export const ignoredDocument: Rule<Pipeline> = {
  code: 'gitlab-ci/ignored-document',
  severity: 'warning',
  *check({ own: { header, content }, file }) {
    if (header !== undefined) yield* inHeader(header.root, content !== undefined);
    // A second document is rare, and one finding says it of all that follow.
    if (file.documents.length < 2) return;
    const ignored = file.documents.find(({ document }) => {
      return document !== header && document !== content && !isBlank(document);
    });
    const [first] = ignored?.document.blocks.flatMap(({ root }) => root ?? []) ?? [];
    if (first === undefined) return;
    const message =
      "GitLab does not read this: it takes one document of a file, and before it a header with 'spec'. Delete the line '---' above";
    yield { at: entriesOf(first)[0]?.key ?? first, message };
  },
};

/** What stands beside `spec`: GitLab refuses it. */
function* inHeader(root: Parameters<typeof entriesOf>[0], hasContent: boolean): Generator<Finding> {
  const others = entriesOf(root).filter(({ key }) => scalarText(key) !== 'spec');
  for (const { key } of hasContent ? others : others.slice(0, 1)) {
    const name = scalarText(key) ?? '';
    const message = hasContent
      ? `'${name}' stands in the header, which holds 'spec' only; move it below the line '---'`
      : `A line '---' is missing before '${name}': 'spec' is a header, which must be a document of its own`;
    yield { at: key, message, severity: 'error' };
  }
}
