/** Answers who owns a path, for the status bar and `plumbline owners`. */
export { ownersOfPath, type PathOwners, type SectionOwners } from '../languages/codeowners/index.ts';
