import type { ChangedFile, MergeRequestDraft, OpenMergeRequestParams } from '../../../../server/src/lsp/protocol.ts';
import { counted } from '../../infrastructure/counted.ts';

/** What the user has chosen so far. */
export interface Choices {
  readonly draft: MergeRequestDraft;
  readonly folder: string;
  /** `update` commits to the open merge request of the branch. */
  readonly kind: 'resume' | 'new' | 'update';
  readonly discard: boolean;
  readonly files: readonly string[];
  readonly title: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly description: string;
  readonly isDraft: boolean;
  readonly removeSourceBranch: boolean;
  readonly squash: boolean;
}

/** What is proposed before the user has chosen anything. */
export function firstChoices(draft: MergeRequestDraft, folder: string): Choices {
  return {
    draft,
    folder,
    kind: 'new',
    discard: false,
    files: proposedFiles(draft.files),
    title: draft.title,
    sourceBranch: draft.sourceBranch ?? '',
    targetBranch: draft.targetBranch,
    description: draft.description,
    isDraft: false,
    removeSourceBranch: draft.removesSourceBranch,
    squash: false,
  };
}

/** What is staged when something is, because staging says what belongs together; everything otherwise. Conflicts never. */
export function proposedFiles(files: readonly ChangedFile[]): readonly string[] {
  const usable = files.filter((file) => file.status !== 'conflicted');
  const staged = usable.filter((file) => file.staged);
  return (staged.length > 0 ? staged : usable).map((file) => file.path);
}

/** What the server is asked to do. */
export function requestOf(choices: Choices): OpenMergeRequestParams {
  const { folder } = choices;
  if (choices.kind === 'resume') return { folder, resume: true };
  const { discard, files, title, description, sourceBranch, targetBranch } = choices;
  const { isDraft, removeSourceBranch, squash } = choices;
  return {
    folder,
    ...(discard && { discard }),
    ...{ files, title, description, sourceBranch, targetBranch, isDraft, removeSourceBranch, squash },
  };
}

/** `2 files → fix-probe → main`. */
export function describeChoices(choices: Choices): string {
  const files = choices.files.length;
  const commits = choices.draft.commitsAhead;
  const what = [
    ...(files > 0 ? [counted(files, 'file')] : []),
    ...(commits > 0 ? [counted(commits, 'earlier commit')] : []),
  ];
  return `${what.join(' and ')} → ${choices.sourceBranch} → ${choices.targetBranch}${choices.isDraft ? ', as a draft' : ''}`;
}
