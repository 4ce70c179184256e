import type { JsonSchemaCompiler } from '../workspace/ports/json-schema-compiler.ts';
import type { CancellationToken } from '../base/cancellation.ts';
import type { IncludeReader } from '../workspace/ports/includes.ts';
import type { ShellChecker } from '../workspace/ports/shell-checker.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import type { Work } from './work.ts';

/** What a command line program sees of its machine. Paths are absolute with forward slashes. */
export interface Surroundings {
  readonly version: string;
  readonly folder: string;
  readonly fileSystem: CommandFileSystem;
  /** What compiles the JSON Schemas of users, when there are any. */
  readonly loadSchemaCompiler: () => Promise<JsonSchemaCompiler>;
  /** Loads what reads included files from elsewhere; offline from copies on the disk only. */
  readonly loadIncludes: (isOffline: boolean) => Promise<IncludeReader>;
  /** Loads what runs ShellCheck. */
  readonly loadShellChecker: () => Promise<ShellChecker>;
  readonly isColored: boolean;
  /** Standard error is a terminal, where progress can be shown. */
  readonly isInteractive: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly readInput: () => Promise<string>;
  /** Answers why it could not be written, or undefined. */
  readonly writeFile: (path: string, text: string) => Promise<string | undefined>;
  /** Loads the work behind the commands that need more than files. */
  readonly work: () => Promise<Work>;
  /** Cancelled by the first interruption (Ctrl-C) from now on; a second one ends the process. */
  readonly interruption: () => CancellationToken;
  /** Serves the language server over standard input and output until the client ends it. */
  readonly serve: () => Promise<void>;
}

export interface CommandFileSystem extends FileSystem {
  readonly kind: (path: string) => Promise<'file' | 'folder' | 'missing'>;
  /** The root of the repository that a path lies in; undefined outside any. */
  readonly repositoryRoot: (path: string) => string | undefined;
}

export const EXIT = { clean: 0, found: 1, incomplete: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
