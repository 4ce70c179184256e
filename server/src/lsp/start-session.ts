import {
  DidChangeWatchedFilesNotification,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import type { Pace } from '../features/answers.ts';
import type { Facts } from '../workspace/facts.ts';
import type { Settings } from '../workspace/settings.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { JsonSchemaCompiler } from '../workspace/ports/json-schema-compiler.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import type { ShellChecker } from '../workspace/ports/shell-checker.ts';
import { prepare, Publisher, registerDiagnosticRequests } from './diagnostics.ts';
import { DiagnosticsLoop } from './diagnostics-loop.ts';
import { Disk } from './disk.ts';
import { registerDocumentEvents } from './document-events.ts';
import { OpenDocuments } from './documents.ts';
import { EditorRefresh } from './editor-refresh.ts';
import { registerEditingRequests } from './editing-requests.ts';
import { followSettings } from './follow-settings.ts';
import { createBoundary, type Boundary } from './handle.ts';
import { IncludeLoader } from './include-loader.ts';
import { capabilitiesFor, readAbilities, readOptions } from './initialize.ts';
import { registerCodeActions } from './code-action-request.ts';
import { registerCompletion } from './completion-request.ts';
import { registerLanguageRequests } from './language-requests.ts';
import { NameLoader } from './name-loader.ts';
import { MOST_AT_ONCE, ParseLoop } from './parse-loop.ts';
import { stateChangedNotification } from './protocol.ts';
import { registerAccountRequests } from './requests/account.ts';
import { registerCodeOwnersRequest } from './requests/code-owners.ts';
import { registerEnvironmentRequests } from './requests/environments.ts';
import { registerLintRequests } from './requests/lint.ts';
import { registerIncludeRequests } from './requests/includes.ts';
import { registerMergeRequestRequests } from './requests/merge-request.ts';
import { registerProjectRequests } from './requests/project.ts';
import { createHost } from './service-host.ts';
import type { Host, Services } from './services.ts';
import type { Session } from './session.ts';
import { ShellLoader } from './shell-loader.ts';
import { pathOf } from './uri.ts';
import { followWorkspaceFolders } from './workspace-folders.ts';

/** What the entry point gives a session. */
interface SessionPorts {
  readonly version: string;
  readonly fileSystem: FileSystem;
  readonly loadSchemaCompiler: () => Promise<JsonSchemaCompiler>;
  /** Makes what runs ShellCheck; it asks for the settings each time. */
  readonly loadShellChecker: (snapshot: () => Snapshot) => Promise<ShellChecker>;
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
  readonly #refresh: EditorRefresh;
  readonly #publisher: Publisher;
  readonly #loop: DiagnosticsLoop;
  readonly #names: NameLoader;
  readonly #includes: IncludeLoader;
  readonly #shell: ShellLoader;
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
    this.#refresh = new EditorRefresh(connection, this.#session);
    this.#includes = new IncludeLoader({
      workspace,
      boundary,
      services: () => this.#loadServices(),
      isTrusted: () => this.#isTrusted(),
      onNews: this.#onNews,
    });
    this.#disk = new Disk(
      this.#workspace,
      { ...ports, takeOthers: (paths) => this.#includes.take(paths) },
      this.#onNews,
    );
    this.#publisher = new Publisher(connection, this.#session);
    this.#names = new NameLoader({
      workspace: this.#workspace,
      boundary,
      services: () => this.#services,
      isTrusted: () => this.#isTrusted(),
      onFindings: this.#onFindings,
    });
    this.#shell = new ShellLoader({
      workspace,
      boundary,
      checker: () => ports.loadShellChecker(() => workspace.snapshot()),
      isTrusted: () => this.#isTrusted(),
      onNews: this.#onFindings,
      log: (text) => {
        connection.console.log(text);
      },
    });
    this.#loop = new DiagnosticsLoop(boundary, {
      openPaths: () => this.#documents.paths,
      prepare: (path, pace) => !client.pullsDiagnostics && prepare(this.#session, path, pace),
      validate: (path, pace) => {
        this.#validate(path, pace);
      },
    });
  }

  register(): void {
    const listeners = { loop: this.#loop, publisher: this.#publisher, disk: this.#disk };
    registerDocumentEvents(this.#connection, this.#session, listeners);
    this.#parsing.listen((path) => {
      if (this.#workspace.isOpen(path)) this.#loop.changed(path);
      else this.#loop.everything();
    });
    registerLanguageRequests(this.#connection, this.#session);
    registerCompletion(this.#connection, this.#session, () => this.#names.load());
    registerCodeActions(this.#connection, this.#session, {
      askForNames: () => this.#names.load(),
      services: () => this.#loadServices(),
      isTrusted: () => this.#isTrusted(),
    });
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
      this.#shell.stop();
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
    registerCodeOwnersRequest(this.#connection, this.#session, this.#disk);
    registerLintRequests(setup);
    registerIncludeRequests({ ...setup, workspace: this.#workspace, includes: this.#includes });
  }

  #loadServices(): Promise<Partial<Services>> {
    return (this.#services ??= this.#ports.createServices(
      createHost({
        connection: this.#connection,
        session: this.#session,
        disk: this.#disk,
        includes: this.#includes,
        names: this.#names,
        storagePath: readOptions(this.#params.initializationOptions).storagePath,
        onNews: this.#onNews,
      }),
    ));
  }

  #isTrusted(): boolean {
    return readOptions(this.#params.initializationOptions).isWorkspaceTrusted !== false;
  }

  async #start(): Promise<void> {
    const { client } = this.#session;
    followSettings(this.#connection, this.#session, (before, now) => this.#settingsChanged(before, now));
    if (client.watchedFiles) {
      const watchers = [{ globPattern: '**/*' }];
      void this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    await followWorkspaceFolders({ connection: this.#connection, boundary: this.#boundary }, this.#params, (roots) =>
      this.#disk.setRoots(roots),
    );
  }

  async #settingsChanged(before: Settings, now: Settings): Promise<void> {
    if (before.executables.shellcheck !== now.executables.shellcheck) this.#shell.settingsChanged();
    if (JSON.stringify(before.includes) !== JSON.stringify(now.includes)) await this.#includes.refresh();
    this.#onNews();
  }

  /** One step of the loop: the findings of one file, then what they asked for. */
  #validate(path: string, pace: Pace): void {
    if (!this.#session.client.pullsDiagnostics) {
      this.#publisher.publish(path, pace);
      this.#parsing.start();
      this.#boundary.runLater('reading of files', async () => {
        await this.#disk.loadWanted();
      });
    }
    this.#shell.soon(pace);
    this.#names.load();
  }

  /** Findings that come from elsewhere are there. */
  readonly #onFindings = (): void => {
    this.#refresh.findings();
    this.#loop.everything();
  };

  /** Something beside the open texts is new: what the editor shows is asked for and sent again. */
  readonly #onNews = (): void => {
    this.#refresh.shown();
    // A client that never used one of our own methods shows nothing that this would change.
    if (this.#services !== undefined) {
      void this.#connection.sendNotification(stateChangedNotification, { areas: ['files'] });
    }
    this.#onFindings();
  };
}
