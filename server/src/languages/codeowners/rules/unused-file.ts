import { ownersPaths } from '../../../workspace/owners-paths.ts';
import type { TextRule } from '../../text-language.ts';
import type { OwnersFile } from '../owners-file.ts';
import { repositoryOf, usedOwnersPath } from '../repository.ts';

/** A file that GitLab does not read, because it stands elsewhere or another one is read before it. */
export const unusedFile: TextRule<OwnersFile> = {
  code: 'codeowners/unused-file',
  severity: 'warning',
  *check({ file: { path, lines } }, snapshot) {
    const repository = repositoryOf(snapshot, path);
    if (repository === undefined) return;
    const range = { start: 0, end: lines.lineEnd(0) };
    if (!ownersPaths.some((name) => path === `${repository}/${name}`)) {
      const places = ownersPaths.map((name) => `'${name}'`).join(', ');
      // It may be a template, or the test data of a program.
      yield { range, severity: 'information', message: `GitLab does not read this file: it looks for ${places}` };
      return;
    }
    const used = usedOwnersPath(snapshot, repository);
    if (used === undefined || used === path) return;
    const name = used.slice(repository.length + 1);
    yield {
      range,
      message: `GitLab does not read this file: '${name}' is there, and only the first of ${ownersPaths.join(', ')} counts`,
      related: [{ location: { path: used, range: { start: 0, end: 0 } }, message: 'This file counts' }],
    };
  },
};
