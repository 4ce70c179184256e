import { describe, expect, test } from 'vitest';
import { readInstanceUrl, tokenPage } from '../../client/src/features/account/instance-url.ts';

describe('the URL of an instance', () => {
  test.each([
    ['gitlab.com', 'https://gitlab.com'],
    [' https://gitlab.example.com/ ', 'https://gitlab.example.com'],
    ['https://example.com/gitlab/', 'https://example.com/gitlab'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:3000/', 'http://localhost:3000'],
  ])('%j is read as %j', (typed, url) => {
    expect(readInstanceUrl(typed)).toEqual({ url });
  });

  test.each([
    ['', 'Give the URL'],
    ['ftp://gitlab.example.com', 'is not a web address'],
    ['http://gitlab.example.com', 'must not travel over http://'],
    ['https://sam:secret@gitlab.example.com', 'Leave user name and password out'],
    ['https://', 'is not a URL'],
  ])('%j is refused', (typed, words) => {
    const read = readInstanceUrl(typed);
    expect('wrong' in read ? read.wrong : '').toContain(words);
    expect(JSON.stringify(read)).not.toContain('secret@');
  });

  test('leads to the page that makes a token', () => {
    expect(tokenPage('https://example.com/gitlab')).toBe(
      'https://example.com/gitlab/-/user_settings/personal_access_tokens?name=Plumbline&scopes=api',
    );
  });
});
