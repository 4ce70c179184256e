import type { YamlFile } from '../../../yaml/file.ts';
import type { Rule } from '../../language.ts';
import { excessOf, MAX_BYTES, MAX_DEPTH, type Excess } from '../configuration/parsed-size.ts';
import { documentsOf } from '../model/file-summary.ts';

/** What GitLab refuses for its size is read no further, by GitLab and by us. It is asked first, and of the text alone. */
export const tooBig: Rule<YamlFile> = {
  code: 'gitlab-ci/too-big',
  severity: 'error',
  *check(file) {
    const { header, content } = documentsOf(file);
    for (const document of [header, content]) {
      const excess = document && excessOf(document);
      if (excess === undefined) continue;
      yield { at: excess.at, message: `${WORDS[excess.limit]}; nothing else of it is checked` };
      return;
    }
  },
};

const WORDS: Readonly<Record<Excess['limit'], string>> = {
  size: `With this the file takes more than the ${MAX_BYTES / 1024 / 1024} MB that GitLab's max_yaml_size_bytes allows for what it reads, each alias counted as a copy, so GitLab refuses it: The parsed YAML is too big`,
  depth: `This is nested deeper than the ${MAX_DEPTH} levels that GitLab's max_yaml_depth allows, so GitLab refuses the file: The parsed YAML is too big`,
};
