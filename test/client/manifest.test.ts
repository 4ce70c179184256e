import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkSettings } from '../../server/src/lsp/configuration.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly views: { readonly plumbline: readonly { readonly id: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>>;
    };
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { commands, views, viewsWelcome, menus, configuration } = manifest.contributes;
const ownCommands = new Set(commands.map(({ command }) => command));
/** Commands of VS Code and of its own Git extension, and those that each view gets from VS Code. */
const foreign =
  /^(?:vscode\.openFolder|workbench\.trust\.manage|git\.init|git\.addRemote|plumbline\.[a-zA-Z]+\.focus)$/u;

describe('the manifest of the extension', () => {
  test('names every command that its menus and welcome texts offer', () => {
    const linked = viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/\(command:([^)?]+)/gu)].map(([, command = '']) => command),
    );
    const offered = [
      ...Object.values(menus)
        .flat()
        .map(({ command }) => command),
      ...linked,
    ];
    expect(offered.filter((command) => !ownCommands.has(command) && !foreign.test(command))).toEqual([]);
  });

  test('puts every command under one category, with an identifier of area and verb', () => {
    for (const { command, category, title } of commands) {
      expect([title, category]).toEqual([title, 'Plumbline']);
      expect(command).toMatch(/^plumbline(?:\.[a-zA-Z]+){1,2}$/u);
    }
  });

  test('has welcome texts for its own views only, each under a condition', () => {
    const known = new Set(views.plumbline.map(({ id }) => id));
    for (const { view, when } of viewsWelcome) {
      expect(known.has(view), view).toBe(true);
      expect(when).not.toBe('');
    }
  });

  test('gives its settings the defaults that the server has', () => {
    const nested: Record<string, Record<string, unknown>> = {};
    for (const [name, { default: value }] of Object.entries(configuration.properties)) {
      const [, area = '', key = ''] = name.split('.');
      (nested[area] ??= {})[key] = value;
    }
    expect(checkSettings(nested)).toEqual({ settings: defaultSettings, warnings: [] });
  });

  test('lets only the machine name executables', () => {
    const names = Object.keys(configuration.properties).filter((name) => name.includes('executables'));
    expect(names.map((name) => configuration.properties[name]?.scope)).toEqual(names.map(() => 'machine'));
  });

  test('is written for the version of VS Code whose API it is checked against', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });

  test('wakes the extension for its languages only; commands and views wake it by themselves', () => {
    expect(manifest.activationEvents).toEqual(['onLanguage:yaml', 'onLanguage:codeowners']);
  });
});
