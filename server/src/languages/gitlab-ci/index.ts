import { defineLanguage } from '../language.ts';

export const gitlabCi = defineLanguage({
  id: 'gitlab-ci',
  claims: () => false,
  analyze: (file) => file,
  rules: [],
});
