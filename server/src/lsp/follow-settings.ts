import {
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
  type Connection,
} from 'vscode-languageserver/node';
import type { Settings } from '../workspace/settings.ts';
import { checkSettings } from './configuration.ts';
import type { Session } from './session.ts';

/**
 * Keeps the workspace's settings as the user has them in the editor, now and after each change. Nothing happens with a
 * client that has none to give. What is wrong with a value is said to the user, once for each change.
 */
export function followSettings(
  connection: Connection,
  { boundary, workspace, client }: Session,
  onChange: (before: Settings, now: Settings) => Promise<void>,
): void {
  if (!client.configuration) return;
  const read = async (): Promise<void> => {
    const answer: unknown = await connection.workspace.getConfiguration('plumbline');
    const { settings, warnings } = checkSettings(answer);
    const before = workspace.snapshot().settings;
    workspace.setSettings(settings);
    for (const message of warnings) {
      // A notification: the library's own function asks and would end the process where a client cannot answer.
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
    await onChange(before, settings);
  };
  const readLater = (): void => {
    boundary.runLater('workspace/configuration', read);
  };
  connection.onDidChangeConfiguration(readLater);
  void connection.client.register(DidChangeConfigurationNotification.type, { section: 'plumbline' });
  readLater();
}
