import * as vscode from 'vscode';

/** The files that Plumbline judges with schemas of its own, as globs of Red Hat's setting. */
const ourFiles = [
  '**/*.gitlab-ci.yml',
  '**/*.gitlab-ci.yaml',
  '**/.gitlab/ci/**',
  '**/kustomization.yml',
  '**/kustomization.yaml',
  '**/Kustomization',
  '**/.plumbline.yml',
];
const doNotAskKey = 'plumbline.yamlExtension.doNotAsk';
// Red Hat's YAML extension has the setting since its version 1.24.0.
const section = 'yaml.disableSchemaDetection';

/** Offers once to keep Red Hat's YAML extension from finding schemas for files that Plumbline checks, so that nothing is said twice. */
export async function offerToShareYaml(context: vscode.ExtensionContext): Promise<void> {
  const other = vscode.extensions.getExtension('redhat.vscode-yaml');
  if (other === undefined || context.globalState.get<boolean>(doNotAskKey) === true) return;
  const configuration = vscode.workspace.getConfiguration();
  if (configuration.inspect(section)?.defaultValue === undefined) return;
  const there = asList(configuration.get<unknown>(section));
  const lacking = ourFiles.filter((glob) => !there.includes(glob));
  if (lacking.length === 0) return;
  const change = 'Change Setting';
  const never = "Don't Ask Again";
  const pressed = await vscode.window.showInformationMessage(
    "Plumbline and the YAML extension both check pipelines and Kustomization files, so findings show twice. Keep the YAML extension's schemas away from these files?",
    change,
    'Not Now',
    never,
  );
  if (pressed === never) await context.globalState.update(doNotAskKey, true);
  if (pressed === change)
    await configuration.update(section, [...there, ...lacking], vscode.ConfigurationTarget.Global);
}

/** The setting takes one glob or several. */
function asList(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
