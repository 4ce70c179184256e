import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

const execute = promisify(execFile);

/** Asks until there is an answer. Without one for a minute it fails with what was waited for, which Mocha's own limit would not say. */
async function eventually<Value>(
  what: string,
  ask: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain for ${what}`);
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('plumbline.plumbline');
  assert.ok(found, "the extension 'plumbline.plumbline' is installed");
  return found;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: { readonly plumbline: readonly { readonly id: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
  };
}

function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

function diagnosticsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source?.toLowerCase() === 'plumbline');
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

function processIdsOfServer(): Promise<readonly number[]> {
  return execute('pgrep', ['-P', String(process.pid), '-f', 'dist/server.cjs']).then(
    ({ stdout }) => stdout.trim().split('\n').map(Number),
    () => [],
  );
}

export function defineTests(): void {
  describe('Plumbline', () => {
    it('activates', async () => {
      await extension().activate();
      assert.ok(extension().isActive);
    });

    it('registers every command of its manifest', async () => {
      const { contributes } = extension().packageJSON as Manifest;
      const registered = new Set(await vscode.commands.getCommands(true));
      const lacking = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
      assert.deepEqual(lacking, []);
    });

    it('lets only the machine say which programs run', () => {
      const { contributes } = extension().packageJSON as Manifest;
      const executables = Object.entries(contributes.configuration.properties).filter(([name]) =>
        name.startsWith('plumbline.executables.'),
      );
      assert.ok(executables.length > 0);
      for (const [name, { scope }] of executables) assert.equal(scope, 'machine', name);
    });

    it('marks an unknown job where it is written', async () => {
      const uri = fileUri('.gitlab-ci.yml');
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      const [found] = await eventually('a finding', () => {
        const diagnostics = diagnosticsOf(uri);
        return diagnostics.length > 0 ? diagnostics : undefined;
      });
      assert.ok(found);
      assert.equal(document.getText(found.range), 'complie');
      assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
      assert.match(codeOf(found), /^gitlab-ci\//u);
    });

    it('follows an edit that mends it', async () => {
      const uri = fileUri('.gitlab-ci.yml');
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document);
      const at = document.getText().indexOf('complie');
      const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 'complie'.length));
      await editor.edit((edit) => {
        edit.replace(range, 'compile');
      });
      await eventually('no findings', () => (diagnosticsOf(uri).length === 0 ? true : undefined));
      await editor.edit((edit) => {
        edit.replace(range, 'complie');
      });
      await eventually('the finding to be back', () => (diagnosticsOf(uri).length > 0 ? true : undefined));
    });

    it('completes the names of jobs', async () => {
      const uri = fileUri('.gitlab-ci.yml');
      const document = await vscode.workspace.openTextDocument(uri);
      const position = document.positionAt(document.getText().indexOf('complie'));
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('compile'), labels.join(', '));
    });

    it('explains a keyword', async () => {
      const uri = fileUri('.gitlab-ci.yml');
      const document = await vscode.workspace.openTextDocument(uri);
      const position = document.positionAt(document.getText().indexOf('needs') + 1);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
      const texts = hovers.flatMap(({ contents }) =>
        contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')),
      );
      assert.match(texts.join('\n'), /needs/u);
    });

    it('renames a job, and says why it cannot have a name', async () => {
      const uri = fileUri('.gitlab-ci.yml');
      const pipeline = await vscode.workspace.openTextDocument(uri);
      const job = pipeline.positionAt(pipeline.getText().indexOf('compile') + 1);
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        uri,
        job,
        'build it',
      );
      assert.deepEqual(new Set(edit.get(uri).map(({ newText }) => newText)), new Set(['build it']));
      await assert.rejects(
        async () => vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', uri, job, 'image'),
        /a word of GitLab's own/u,
      );
    });

    it('shows above a job where it runs, and lists what a lens counts', async () => {
      const uri = fileUri('.gitlab-ci.yml');
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
      const titles = lenses.map(({ command }) => command?.title ?? '');
      assert.ok(
        titles.some((title) => title.startsWith('runs on: ')),
        titles.join(', '),
      );
      const place = {
        uri: uri.toString(),
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
      };
      await vscode.commands.executeCommand('plumbline.references.show', uri.toString(), place.range.start, [place]);
      await vscode.commands.executeCommand('closeReferenceSearch');
    });

    it('shows the merged pipeline, leads from its lines to the text, and follows edits', async () => {
      const uri = fileUri('merged/.gitlab-ci.yml');
      const text = '.base:\n  retry: 2\nbuild:\n  extends: .base\n  script: make\n';
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand('plumbline.pipeline.showMerged', { uri: uri.toString(), job: 'build' });
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      const { document } = editor;
      assert.deepEqual([document.uri.scheme, document.languageId], ['plumbline-merged', 'yaml']);
      assert.equal(document.lineAt(editor.selection.active.line).text, 'build:');
      const position = new vscode.Position(editor.selection.active.line + 1, 4);
      assert.equal(document.lineAt(position.line).text, '  retry: 2');
      const [place] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      assert.ok(place);
      assert.deepEqual([place.targetUri.toString(), place.targetRange.start.line], [uri.toString(), 1]);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, new vscode.Range(1, 9, 1, 10), '1');
      await vscode.workspace.applyEdit(edit);
      await eventually('the merged pipeline to follow', () =>
        document.getText().includes('build:\n  retry: 1') ? true : undefined,
      );
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..'), { recursive: true });
    });

    it('judges CODEOWNERS, and leads from a file to the line that says who owns it', async () => {
      const uri = fileUri('CODEOWNERS');
      await vscode.workspace.fs.writeFile(uri, Buffer.from('* @everybody\n*.yml nobody @pipelines\n'));
      const owners = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(owners);
      assert.equal(owners.languageId, 'codeowners');
      const found = await eventually('a finding', () => diagnosticsOf(uri).at(0));
      assert.deepEqual([codeOf(found), owners.getText(found.range)], ['codeowners/malformed-entry-owner', 'nobody']);

      await vscode.window.showTextDocument(fileUri('.gitlab-ci.yml'));
      const shown = vscode.commands.executeCommand('plumbline.codeOwners.show');
      const place = await eventually('the line of CODEOWNERS', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        const editor = vscode.window.activeTextEditor;
        return editor?.document.uri.toString() === uri.toString() ? editor.selection.active : undefined;
      });
      await shown;
      assert.equal(place.line, 1);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(uri);
    });

    it('says what is wrong with an instance that is no URL, and asks nobody', async () => {
      // Answers undefined after it has shown the message; that nothing was sent shows in the answer's speed only, so look at the state.
      const shown = vscode.commands.executeCommand('plumbline.account.signIn', { instance: 'ftp://x', token: 'x' });
      await vscode.commands.executeCommand('notifications.clearAll');
      assert.equal(await shown, undefined);
    });

    it('starts the language server again when it dies', async () => {
      const [before] = await eventually('a language server', async () => {
        const ids = await processIdsOfServer();
        return ids.length > 0 ? ids : undefined;
      });
      assert.ok(before);
      process.kill(before, 'SIGKILL');
      await eventually('another language server', async () => {
        const ids = await processIdsOfServer();
        return ids.length > 0 && !ids.includes(before) ? true : undefined;
      });
      const uri = fileUri('.gitlab-ci.yml');
      const position = new vscode.Position(2, 1);
      const symbols = await eventually('symbols', async () => {
        const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
          'vscode.executeDocumentSymbolProvider',
          uri,
        );
        return found !== undefined && found.length > 0 ? found : undefined;
      });
      assert.ok(symbols.some(({ range }) => range.contains(position)));
    });
  });
}
