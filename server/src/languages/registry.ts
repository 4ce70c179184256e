import { codeowners } from './codeowners/index.ts';
import { gitlabAgent } from './gitlab-agent/index.ts';
import { gitlabCi } from './gitlab-ci/index.ts';
import { kubernetes } from './kubernetes/index.ts';
import { kustomize } from './kustomize/index.ts';
import type { Language } from './language.ts';
import { plumblineConfig } from './plumbline-config/index.ts';
import { userSchema } from './user-schema/index.ts';

/** In the order in which they claim files. */
export const languages: readonly Language[] = [
  codeowners,
  plumblineConfig,
  userSchema,
  gitlabAgent,
  gitlabCi,
  kustomize,
  kubernetes,
];
