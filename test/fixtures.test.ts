import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blocksOf, parsePage, writePage } from './harness/page.ts';
import { runSection } from './harness/run-section.ts';

const UPDATE = process.env['UPDATE'] === '1';
/** The pages to run, as the start of their path below `fixtures/`; all by default. */
const ONLY = process.env['PAGES'] ?? '';
const FOLDER = new URL('fixtures/', import.meta.url);

const pages = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.md') && name.startsWith(ONLY),
);

describe.each(pages)('%s', (page) => {
  const path = new URL(page, FOLDER);
  const text = readFileSync(path, 'utf8');
  const sections = parsePage(text);
  if (UPDATE) writeFileSync(path, writePage(sections.map(runSection)));

  test.each(sections.filter((section) => blocksOf(section).length > 0))('$name', (section) => {
    if (!UPDATE) expect(writePage([runSection(section)])).toBe(writePage([section]));
  });

  test('is written as the update writes it', () => {
    if (!UPDATE) expect(writePage(sections)).toBe(text);
  });
});
