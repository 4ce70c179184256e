import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  InlayHintRefreshRequest,
  SemanticTokensRefreshRequest,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import type { Facts } from '../workspace/facts.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { JsonSchemaCompiler } from '../workspace/ports/json-schema-compiler.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import { checkSettings } from './configuration.ts';
import { Publisher, registerDiagnosticRequests } from './diagnostics.ts';
import { DiagnosticsLoop } from './diagnostics-loop.ts';
import { Disk } from './disk.ts';
import { OpenDocuments } from './documents.ts';
import { registerEditingRequests } from './editing-requests.ts';
import { createBoundary, type Boundary } from './handle.ts';
import { IncludeLoader } from './include-loader.ts';
import { capabilitiesFor, readAbilities, readOptions, readRoots } from './initialize.ts';
import { registerCodeActions } from './code-action-request.ts';
import { registerCompletion } from './completion-request.ts';
import { registerLanguageRequests } from './language-requests.ts';
import { NameLoader } from './name-loader.ts';
import { MOST_AT_ONCE, ParseLoop } from './parse-loop.ts';
import { stateChangedNotification, tokenRequest, type TokenResult } from './protocol.ts';
import { registerAccountRequests } from './requests/account.ts';
import { registerEnvironmentRequests } from './requests/environments.ts';
import { registerLintRequests } from './requests/lint.ts';
import { registerIncludeRequests } from './requests/includes.ts';
import { registerMergeRequestRequests } from './requests/merge-request.ts';
import { registerProjectRequests } from './requests/project.ts';
import type { Host, Services } from './services.ts';
import type { Session } from './session.ts';
import { pathOf } from './uri.ts';

/** What the entry point gives a session. */
export interface SessionPorts {
  readonly version: string;
  readonly fileSystem: FileSystem;
  readonly loadSchemaCompiler: () => Promise<JsonSchemaCompiler>;
  /** What is known before anything is asked. */
  readonly facts?: Partial<Facts>;
  /** Makes the work behind the custom methods, at its first use. */
  readonly createServices: (host: Host) => Promise<Partial<Services>>;
}

/** Listens on a connection. Everything else begins with the client's `initialize`. */
export function startSession(connection: Connection, ports: SessionPorts): void {
  const workspace = new Workspace({ mostAtOnce: MOST_AT_ONCE });
  const parsing = new ParseLoop(workspace);
  const boundary = createBoundary(connection.console, (uri) => parsing.settled(pathOf(uri)));
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const client = readAbilities(params);
    new RunningSession({ connection, ports, boundary, params, workspace, parsing }).register();
    return {
      capabilities: capabilitiesFor(client),
      serverInfo: { name: 'plumbline', version: ports.version },
    };
  });
  connection.listen();
}

interface Setup {
  readonly connection: Connection;
  readonly ports: SessionPorts;
  readonly boundary: Boundary;
  readonly params: InitializeParams;
  readonly workspace: Workspace;
  readonly parsing: ParseLoop;
}

class RunningSession {
  readonly #connection: Connection;
  readonly #ports: SessionPorts;
  readonly #boundary: Boundary;
  readonly #params: InitializeParams;
  readonly #workspace: Workspace;
  readonly #parsing: ParseLoop;
  readonly #documents: OpenDocuments;
  readonly #session: Session;
  readonly #disk: Disk;
  readonly #publisher: Publisher;
  readonly #loop: DiagnosticsLoop;
  readonly #names: NameLoader;
  readonly #includes: IncludeLoader;
  #services: Promise<Partial<Services>> | undefined;

  constructor({ connection, ports, boundary, params, workspace, parsing }: Setup) {
    this.#workspace = workspace;
    this.#parsing = parsing;
    this.#connection = connection;
    this.#ports = ports;
    this.#boundary = boundary;
    this.#params = params;
    this.#documents = new OpenDocuments(this.#workspace);
    if (ports.facts !== undefined) this.#workspace.setFacts(ports.facts);
    const client = readAbilities(params);
    this.#session = { boundary, workspace: this.#workspace, documents: this.#documents, client };
    this.#includes = new IncludeLoader({
      workspace,
      boundary,
      services: () => this.#loadServices(),
      isTrusted: () => this.#isTrusted(),
      onNews: () => {
        this.#onNews();
      },
    });
    this.#disk = new Disk(this.#workspace, { ...ports, takeOthers: (paths) => this.#includes.take(paths) }, () => {
      this.#onNews();
    });
    this.#publisher = new Publisher(connection, this.#session);
    this.#names = new NameLoader({
      workspace: this.#workspace,
      boundary,
      services: () => this.#services,
      isTrusted: () => this.#isTrusted(),
    });
    this.#loop = new DiagnosticsLoop(
      boundary,
      () => this.#documents.paths,
      (path) => {
        this.#validate(path);
      },
    );
  }

  register(): void {
    this.#registerDocuments();
    this.#parsing.listen((path) => {
      if (this.#workspace.isOpen(path)) this.#loop.changed(path);
      else this.#loop.everything();
    });
    registerLanguageRequests(this.#connection, this.#session);
    registerCompletion(this.#connection, this.#session, () => this.#names.load());
    registerCodeActions(this.#connection, this.#session);
    registerEditingRequests(this.#connection, this.#session, this.#disk);
    registerDiagnosticRequests(this.#connection, this.#session, this.#disk);
    this.#registerCustomRequests();
    this.#connection.onInitialized(() => {
      this.#boundary.runLater('initialized', () => this.#start());
    });
    this.#connection.onShutdown(() => {
      this.#loop.stop();
      this.#disk.stop();
      this.#includes.stop();
    });
  }

  #registerDocuments(): void {
    const { run } = this.#boundary;
    this.#connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
      run('textDocument/didOpen', () => {
        this.#loop.changed(this.#documents.open(uri, version, text));
      });
    });
    this.#connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      run('textDocument/didChange', () => {
        const path = this.#documents.change(uri, version, contentChanges);
        if (path !== undefined) this.#loop.changed(path);
      });
    });
    this.#connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      run('textDocument/didClose', () => {
        const path = this.#documents.close(uri);
        this.#loop.closed(path);
        if (!this.#session.client.pullsDiagnostics) this.#publisher.clear(path, uri);
        this.#loop.everything();
      });
    });
    this.#connection.onDidChangeWatchedFiles(({ changes }) => {
      run('workspace/didChangeWatchedFiles', () => {
        for (const { uri, type } of changes) this.#disk.changedOnDisk(pathOf(uri), type !== FileChangeType.Changed);
      });
    });
  }

  #registerCustomRequests(): void {
    const setup = {
      connection: this.#connection,
      boundary: this.#boundary,
      services: () => this.#loadServices(),
      isTrusted: () => this.#isTrusted(),
    };
    registerAccountRequests(setup);
    registerProjectRequests(setup);
    registerMergeRequestRequests(setup);
    registerEnvironmentRequests(setup);
    registerLintRequests(setup);
    registerIncludeRequests({ ...setup, workspace: this.#workspace, includes: this.#includes });
  }

  #loadServices(): Promise<Partial<Services>> {
    return (this.#services ??= this.#ports.createServices(this.#host()));
  }

  #isTrusted(): boolean {
    return readOptions(this.#params.initializationOptions).isWorkspaceTrusted !== false;
  }

  async #start(): Promise<void> {
    const { client } = this.#session;
    if (client.configuration) {
      this.#connection.onDidChangeConfiguration(() => {
        this.#boundary.runLater('workspace/configuration', () => this.#configure());
      });
      void this.#connection.client.register(DidChangeConfigurationNotification.type, { section: 'plumbline' });
      this.#boundary.runLater('workspace/configuration', () => this.#configure());
    }
    if (client.watchedFiles) {
      const watchers = [{ globPattern: '**/*' }];
      void this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    let roots = readRoots(this.#params);
    if (client.workspaceFolders) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
        roots = [...roots.filter((root) => !gone.has(root)), ...added.map(({ uri }) => pathOf(uri))];
        this.#boundary.runLater('workspace/didChangeWorkspaceFolders', () => this.#disk.setRoots(roots));
      });
    }
    await this.#disk.setRoots(roots);
  }

  async #configure(): Promise<void> {
    const answer: unknown = await this.#connection.workspace.getConfiguration('plumbline');
    const { settings, warnings } = checkSettings(answer);
    const before = this.#workspace.snapshot().settings.includes;
    this.#workspace.setSettings(settings);
    if (JSON.stringify(before) !== JSON.stringify(settings.includes)) await this.#includes.refresh();
    for (const warning of warnings) this.#connection.window.showWarningMessage(warning);
    this.#onNews();
  }

  /** One step of the loop: the findings of one file, then what they asked for. */
  #validate(path: string): void {
    if (this.#session.client.pullsDiagnostics) return;
    this.#publisher.publish(path);
    this.#parsing.start();
    this.#boundary.runLater('reading of files', async () => {
      await this.#disk.loadWanted();
    });
  }

  /** Something beside the open texts is new: what the editor shows is asked for and sent again. */
  #onNews(): void {
    const { client } = this.#session;
    if (client.pullsDiagnostics && client.diagnosticRefresh) this.#refresh(DiagnosticRefreshRequest.method);
    if (client.codeLensRefresh) this.#refresh(CodeLensRefreshRequest.method);
    if (client.inlayHintRefresh) this.#refresh(InlayHintRefreshRequest.method);
    if (client.tokensRefresh) this.#refresh(SemanticTokensRefreshRequest.method);
    this.#loop.everything();
  }

  #refresh(method: string): void {
    this.#boundary.runLater(method, () => this.#connection.sendRequest(method));
  }

  #host(): Host {
    return {
      snapshot: () => this.#workspace.snapshot(),
      load: async (paths) => {
        const snapshot = this.#workspace.snapshot();
        await this.#disk.load(paths.filter((path) => snapshot.file(path).state === 'pending'));
        await this.#disk.loadWanted();
        await this.#includes.settled();
        return this.#workspace.snapshot();
      },
      openTexts: () => this.#documents.texts,
      setFacts: (change) => {
        this.#workspace.setFacts(change);
        this.#onNews();
      },
      uriOf: (path) => this.#documents.uriOf(path),
      requestToken: async (instance) => {
        const answer = await this.#connection.sendRequest<TokenResult>(tokenRequest, { instance });
        return answer?.token;
      },
      accountsChanged: () => {
        this.#boundary.runLater('included files', () => this.#includes.refresh());
      },
      stateChanged: (areas) => {
        if (areas.includes('account') || areas.includes('project')) this.#names.forget();
        void this.#connection.sendNotification(stateChangedNotification, { areas });
      },
      storagePath: readOptions(this.#params.initializationOptions).storagePath,
      log: (text) => {
        this.#connection.console.log(text);
      },
    };
  }
}
