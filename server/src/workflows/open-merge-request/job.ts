import { isRecord, ownText, ownValue, type DataRecord } from '../../base/record.ts';
import type { ChangedEntry, CommitPlan, Entry, Head, Person, PlannedCommit } from '../../workspace/ports/git.ts';

/** The steps after planning, in their order. Each looks first whether its effect is there already. */
export const steps = ['commit', 'branch', 'switch', 'push', 'create', 'confirm'] as const;
export type Step = (typeof steps)[number];

interface JobRequest {
  readonly title: string;
  readonly description: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly files: readonly string[];
  readonly removeSourceBranch: boolean;
  readonly squash: boolean;
}

/** A request that leaves open what the project decides. */
export interface OpenRequest extends Omit<JobRequest, 'removeSourceBranch'> {
  readonly removeSourceBranch?: boolean;
}

/**
 * What the journal holds: all that is needed to finish the job, and to recognise what a killed run has done. It holds
 * no token.
 */
export interface Job {
  readonly version: 1;
  readonly request: JobRequest;
  readonly project: { readonly instance: string; readonly id: number; readonly path: string; readonly remote: string };
  /** The checkout when the job was planned; it always had a commit. */
  readonly head: Head & { readonly commit: string };
  /** Absent when only commits that were there already are proposed. */
  readonly commit?: PlannedCommit;
  /** The commit that the branch gets; known after the first step. */
  readonly commitId?: string;
  /** No merge request was there, and the request to make one has been sent at least once. */
  readonly isCreateSent: boolean;
  readonly mergeRequest?: { readonly iid: number; readonly isCreated: boolean };
  readonly notes: readonly string[];
  readonly next: Step;
}

/** A journal entry as a job; undefined when it is none (written by a newer version, or damaged). */
export function readJob(entry: unknown): Job | undefined {
  if (!isRecord(entry) || entry['version'] !== 1) return undefined;
  const request = readRequest(entry['request']);
  const project = readProject(entry['project']);
  const next = steps.find((step) => step === entry['next']);
  const head = readHead(entry['head']);
  if (request === undefined || project === undefined || next === undefined || head === undefined) return undefined;
  const commit = readCommit(entry['commit']);
  if (entry['commit'] !== undefined && commit === undefined) return undefined;
  const commitId = ownText(entry, 'commitId');
  return {
    version: 1,
    request,
    project,
    next,
    head,
    ...(commit !== undefined && { commit }),
    ...(commitId !== undefined && { commitId }),
    ...readProgress(entry),
  };
}

function readHead(value: unknown): Job['head'] | undefined {
  const branch = ownText(value, 'branch');
  const commit = ownText(value, 'commit');
  return commit === undefined ? undefined : { commit, ...(branch !== undefined && { branch }) };
}

function readProgress(entry: DataRecord): Pick<Job, 'isCreateSent' | 'mergeRequest' | 'notes'> {
  const iid = ownValue(entry['mergeRequest'], 'iid');
  const isCreated = ownValue(entry['mergeRequest'], 'isCreated') === true;
  return {
    isCreateSent: entry['isCreateSent'] === true,
    ...(typeof iid === 'number' && { mergeRequest: { iid, isCreated } }),
    notes: texts(entry['notes']) ?? [],
  };
}

function readRequest(value: unknown): JobRequest | undefined {
  const title = ownText(value, 'title');
  const description = ownText(value, 'description');
  const sourceBranch = ownText(value, 'sourceBranch');
  const targetBranch = ownText(value, 'targetBranch');
  const files = texts(ownValue(value, 'files'));
  if (title === undefined || description === undefined || files === undefined) return undefined;
  if (sourceBranch === undefined || targetBranch === undefined) return undefined;
  const removeSourceBranch = ownValue(value, 'removeSourceBranch') === true;
  const squash = ownValue(value, 'squash') === true;
  return { title, description, sourceBranch, targetBranch, files, removeSourceBranch, squash };
}

function readProject(value: unknown): Job['project'] | undefined {
  const instance = ownText(value, 'instance');
  const id = ownValue(value, 'id');
  const path = ownText(value, 'path');
  const remote = ownText(value, 'remote');
  if (instance === undefined || typeof id !== 'number' || path === undefined || remote === undefined) return undefined;
  return { instance, id, path, remote };
}

function readCommit(value: unknown): PlannedCommit | undefined {
  const plan = readPlan(ownValue(value, 'plan'));
  const entries = ownValue(value, 'entries');
  if (plan === undefined || !Array.isArray(entries)) return undefined;
  const read = entries.map(readChangedEntry);
  return read.every((entry) => entry !== undefined) ? { plan, entries: read } : undefined;
}

function readPlan(value: unknown): CommitPlan | undefined {
  const tree = ownText(value, 'tree');
  const parent = ownText(value, 'parent');
  const message = ownText(value, 'message');
  const author = readPerson(ownValue(value, 'author'));
  const committer = readPerson(ownValue(value, 'committer'));
  if (tree === undefined || parent === undefined || message === undefined) return undefined;
  return author === undefined || committer === undefined ? undefined : { tree, parent, message, author, committer };
}

function readPerson(value: unknown): Person | undefined {
  const identity = ownText(value, 'identity');
  const date = ownText(value, 'date');
  return identity === undefined || date === undefined ? undefined : { identity, date };
}

function readChangedEntry(value: unknown): ChangedEntry | undefined {
  const path = ownText(value, 'path');
  return path === undefined
    ? undefined
    : { path, before: readEntry(ownValue(value, 'before')), after: readEntry(ownValue(value, 'after')) };
}

function readEntry(value: unknown): Entry {
  const mode = ownText(value, 'mode');
  const id = ownText(value, 'id');
  return mode === undefined || id === undefined ? null : { mode, id };
}

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  return items.every((item) => typeof item === 'string') ? [...items] : undefined;
}
