import { isRecord } from '../base/record.ts';
import { defaultSettings, type Settings } from '../workspace/settings.ts';

interface CheckedSettings {
  readonly settings: Settings;
  /** What is wrong with the user's values, in his words. The default is used instead. */
  readonly warnings: readonly string[];
}

/** Checks the answer to `workspace/configuration` for the section `plumbline`. Anything at all may be in it. */
export function checkSettings(answer: unknown): CheckedSettings {
  const reader = new Reader(answer);
  const settings = {
    kubernetesVersion: reader.read('kubernetes.version', isKubernetesVersion, "a version as '1.36'"),
    executables: {
      git: reader.read('executables.git', isName, 'a name or an absolute path'),
      kubectl: reader.read('executables.kubectl', isName, 'a name or an absolute path'),
      kustomize: reader.read('executables.kustomize', isName, 'a name or an absolute path'),
      shellcheck: reader.read('executables.shellcheck', isName, 'a name or an absolute path'),
    },
    certificateFile: reader.read('gitlab.certificateFile', isName, 'the path of a PEM file'),
    proxy: reader.read('gitlab.proxy', isProxy, "a URL as 'http://proxy.example.com:3128'"),
    readIncludes: reader.read('gitlabCi.readIncludes', isFlag, 'true or false'),
    includeHosts: reader.read('gitlabCi.includeHosts', isListOfNames, 'a list of host names'),
    disabledRules: reader.read('rules.disabled', isListOfNames, 'a list of diagnostic codes'),
  };
  const defaults = defaultSettings.executables;
  const { certificateFile, proxy } = settings;
  return {
    settings: {
      kubernetesVersion: settings.kubernetesVersion ?? defaultSettings.kubernetesVersion,
      executables: {
        git: settings.executables.git ?? defaults.git,
        kubectl: settings.executables.kubectl ?? defaults.kubectl,
        kustomize: settings.executables.kustomize ?? defaults.kustomize,
        shellcheck: settings.executables.shellcheck ?? defaults.shellcheck,
      },
      gitlab: { ...(certificateFile !== undefined && { certificateFile }), ...(proxy !== undefined && { proxy }) },
      includes: { read: settings.readIncludes ?? true, allowedHosts: settings.includeHosts ?? [] },
      ...readShown(reader),
      disabledRules: new Set(settings.disabledRules),
    },
    warnings: reader.warnings,
  };
}

/** What is shown in pipelines beside their text. */
function readShown(reader: Reader): Pick<Settings, 'hints' | 'lenses'> {
  const { hints, lenses } = defaultSettings;
  const isOn = (name: string, otherwise: boolean): boolean => reader.read(name, isFlag, 'true or false') ?? otherwise;
  return {
    hints: {
      defaults: isOn('inlayHints.defaults', hints.defaults),
      matrix: isOn('inlayHints.matrix', hints.matrix),
      extends: isOn('inlayHints.extends', hints.extends),
      owners: isOn('inlayHints.owners', hints.owners),
    },
    lenses: { usedBy: isOn('codeLens.usedBy', lenses.usedBy), runsOn: isOn('codeLens.runsOn', lenses.runsOn) },
  };
}

class Reader {
  readonly warnings: string[] = [];
  readonly #root: unknown;

  constructor(root: unknown) {
    this.#root = root;
  }

  /** An empty string means "not set", as the settings editor writes it. */
  read<Value>(name: string, isRight: (value: unknown) => value is Value, allowed: string): Value | undefined {
    let value = this.#root;
    for (const key of name.split('.')) value = isRecord(value) ? value[key] : undefined;
    if (value === undefined || value === null || value === '') return undefined;
    if (isRight(value)) return value;
    this.warnings.push(`Setting 'plumbline.${name}' must be ${allowed}; the default is used`);
    return undefined;
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isProxy(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s/]+/.test(value);
}

function isKubernetesVersion(value: unknown): value is string {
  return typeof value === 'string' && /^1\.\d+$/.test(value);
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
