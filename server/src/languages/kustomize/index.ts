import { defineLanguage } from '../language.ts';

export const kustomize = defineLanguage({
  id: 'kustomize',
  claims: () => false,
  analyze: (file) => file,
  rules: [],
});
