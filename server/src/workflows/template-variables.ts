/** A commit that the merge request will have. */
export interface TemplateCommit {
  readonly subject: string;
  readonly body: string;
}

interface TemplateFacts {
  readonly sourceBranch: string;
  readonly targetBranch: string;
  /** Oldest first. */
  readonly commits: readonly TemplateCommit[];
}

const MOST_COMMITS = 100;

/**
 * Fills in the variables that GitLab fills in when a merge request is made on its pages; a merge request made over the
 * API keeps them as they are. https://docs.gitlab.com/user/project/description_templates/
 */
export function expandTemplate(text: string, facts: TemplateFacts): string {
  const values: Readonly<Record<string, () => string>> = {
    source_branch: () => facts.sourceBranch,
    target_branch: () => facts.targetBranch,
    first_commit: () => wholeMessage(facts.commits[0]),
    first_multiline_commit: () => wholeMessage(facts.commits.find(({ body }) => body !== '') ?? facts.commits[0]),
    all_commits: () => facts.commits.slice(0, MOST_COMMITS).map(asItem).join('\n\n'),
    co_authored_by: () => coAuthors(facts.commits).join('\n'),
  };
  return text.replace(
    /%\{(\w+)\}/gu,
    (whole, name: string) => (Object.hasOwn(values, name) ? values[name]?.() : undefined) ?? whole,
  );
}

function wholeMessage(commit: TemplateCommit | undefined): string {
  if (commit === undefined) return '';
  return commit.body === '' ? commit.subject : `${commit.subject}\n\n${commit.body}`;
}

function asItem({ subject, body }: TemplateCommit): string {
  return body === '' ? `* ${subject}` : `* ${subject}\n\n${body}`;
}

function coAuthors(commits: readonly TemplateCommit[]): string[] {
  const lines = commits.flatMap(({ body }) => body.split('\n').filter((line) => /^co-authored-by: /iu.test(line)));
  return [...new Set(lines)];
}
