/**
 * The name of a job as GitLab writes it before "config should implement …": Rails makes words of it, and GitLab makes
 * underscores of the spaces again where there are only letters (lib/gitlab/config/entry/validator.rb).
 */
export function nameInWords(name: string): string {
  const last = name.split('.').at(-1) ?? name;
  const words = last.replace(/^_+/, '').replace(/_id$/, '').replaceAll('_', ' ').toLowerCase();
  return /^[a-z\s]+$/.test(words) ? words.replaceAll(' ', '_') : words;
}
