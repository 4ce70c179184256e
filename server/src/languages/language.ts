import type { ImageName } from '../base/image-name.ts';
import type { Location, OffsetRange } from '../base/range.ts';
import type { Result } from '../base/result.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { Span, YamlBlock } from '../yaml/node.ts';
import type { FoldingRange, Highlight, NamedPlace, RenamePlace, SemanticToken, SymbolKind } from './editing.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something found wrong, at a place that survives edits elsewhere in the file. */
export interface Finding {
  readonly at: Span;
  readonly message: string;
  /** Where it weighs less than the rule says; by default the rule's own. */
  readonly severity?: Severity;
  /** What to write instead of the text at `at`, for a quick fix. */
  readonly replacement?: string;
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly location: Location;
  readonly message: string;
}

/** A finding at a range of one version of a file. */
export interface Diagnostic {
  readonly range: OffsetRange;
  readonly message: string;
  /** `<language>/<rule>`; stable, with a page of the same name. */
  readonly code: string;
  readonly severity: Severity;
  readonly related?: readonly RelatedPlace[];
}

/** A message of the program that reads the file, and the text that it is about. */
export interface PlacedMessage {
  /** In that program's own words. */
  readonly message: string;
  readonly location: Location;
  /** False: only something around the place, or nothing but the file, could be found. */
  readonly isExact: boolean;
}

/** What the program that reads a configuration would itself say of it: which messages, in which order and words. */
export interface Verdict {
  /** The file that the program starts from. */
  readonly entry: string;
  /** Everything that the configuration is made of, as far as it could be followed. */
  readonly files: readonly string[];
  /** Undefined when that depends on what is `unknown`. */
  readonly isValid: boolean | undefined;
  readonly errors: readonly PlacedMessage[];
  readonly warnings: readonly PlacedMessage[];
  /** What could not be read or decided; then the lists may lack messages. */
  readonly unknown: readonly { readonly name: string; readonly because: string }[];
}

/** One check with one diagnostic code. `code` is `<language>/<file name>`. */
export interface Rule<Model> {
  readonly code: string;
  readonly severity: Severity;
  /** `isRefused`: a check before this one found an error in the file. */
  readonly check: (model: Model, snapshot: Snapshot, isRefused: boolean) => Iterable<Finding>;
  /**
   * It looks at the whole configuration, not at what changed, so it waits until typing pauses. Meanwhile what it found in the
   * version before stays where the text is the same.
   */
  readonly isLate?: true;
}

/** Between two keys only what is quick is asked; in a pause everything. */
export type Pace = 'typing' | 'pause';

export interface Hover {
  readonly range: OffsetRange;
  readonly markdown: string;
  /** What the reference links of the Markdown (`[text][label]`) lead to, by their labels. */
  readonly links?: ReadonlyMap<string, Location>;
  /** A `plumbline.*` command of the client that shows more. */
  readonly more?: { readonly title: string; readonly id: string; readonly arguments: readonly unknown[] };
}

export type CompletionKind =
  'keyword' | 'property' | 'job' | 'value' | 'stage' | 'file' | 'folder' | 'variable' | 'snippet';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What `newText` takes the place of. */
  readonly range: OffsetRange;
  readonly newText: string;
  /** `newText` has `$1` tab stops. */
  readonly isSnippet?: boolean;
  readonly detail?: string;
  /** Markdown; as a function where it is worked out only for the item that is looked at. */
  readonly documentation?: string | (() => string | undefined);
  readonly deprecated?: boolean;
  /** Orders before the label when given. */
  readonly sortText?: string;
  /** What the typed text is compared with instead of the label. */
  readonly filterText?: string;
  /** What follows is usually chosen from a list as well, which the editor may offer at once. */
  readonly continues?: boolean;
}

export type { SymbolKind };

/** Offsets of the file, or of the block where there is one, so that it stays the same whatever is edited elsewhere. */
export interface SymbolRange extends OffsetRange {
  readonly block?: YamlBlock;
}

/** With ranges of a block it is the same object as long as the block is. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly range: SymbolRange;
  readonly selectionRange: SymbolRange;
  readonly children?: readonly DocumentSymbol[];
}

export interface CodeLens {
  readonly range: OffsetRange;
  readonly title: string;
  /** A `plumbline.*` command of the client; without one the lens only tells. */
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
  /** The places that the lens leads to; the editor lists them. */
  readonly places?: readonly Location[];
  /** The title takes time to find out: `resolveLens` is asked for it with this name when the lens is in sight. */
  readonly later?: string;
}

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
}

export interface TextEdit {
  readonly path: string;
  readonly range: OffsetRange;
  readonly newText: string;
}

/** A file that an action makes; one that is there already is left alone. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite';
  readonly isPreferred?: boolean;
  /** The code of the diagnostic that it fixes. */
  readonly fixes?: string;
  /** As a function where they are worked out only when the action is chosen: actions are asked for at each cursor move. */
  readonly edits: readonly TextEdit[] | (() => readonly TextEdit[]);
  readonly newFiles?: readonly NewFile[];
  /** What has to be asked for before there are edits; then `edits` is empty. */
  readonly asked?: AskedEdits;
  /** Why it cannot be done here; shown to who asks for such actions. */
  readonly disabled?: string;
}

/** Edits that need to know something from outside, which is asked for when the action is chosen and not before. */
export interface AskedEdits {
  /** The image whose registry is asked what its tag stands for now. */
  readonly image: ImageName;
  /** In the newest text; undefined when what was to be changed is not there any more. */
  readonly edits: (digest: string, snapshot: Snapshot) => readonly TextEdit[] | undefined;
}

/** A finding that a selection touches. */
export interface TouchedFinding<Model> {
  readonly file: YamlFile;
  readonly snapshot: Snapshot;
  readonly model: Model;
  readonly code: string;
  readonly finding: Finding;
  readonly range: OffsetRange;
}

export interface DocumentLink {
  readonly range: OffsetRange;
  readonly path: string;
}

/** A place in a file that a question is about. */
export interface Cursor {
  readonly file: YamlFile;
  readonly offset: number;
}

/**
 * What the engine knows of one kind of file. Every function is pure and synchronous; what it cannot know from the
 * snapshot it leaves out or calls unknown. A file belongs to the first language of the registry that claims it.
 */
export interface Language {
  readonly id: string;
  readonly claims: (file: YamlFile, snapshot: Snapshot) => boolean;
  /** By default at the pace of a pause. */
  readonly diagnose: (file: YamlFile, snapshot: Snapshot, pace?: Pace) => readonly Diagnostic[];
  /** Does a part of the work of `diagnose`, for whoever has other things to do in between. False when all is done. */
  readonly prepare?: (file: YamlFile, snapshot: Snapshot, pace?: Pace) => boolean;
  readonly hover?: (snapshot: Snapshot, cursor: Cursor) => Hover | undefined;
  readonly complete?: (snapshot: Snapshot, cursor: Cursor) => readonly Completion[];
  readonly definition?: (snapshot: Snapshot, cursor: Cursor) => readonly Location[];
  readonly references?: (snapshot: Snapshot, cursor: Cursor) => readonly Location[];
  readonly highlights?: (snapshot: Snapshot, cursor: Cursor) => readonly Highlight[];
  /** Undefined where nothing has a name; a failure says why the name cannot be changed. */
  readonly prepareRename?: (snapshot: Snapshot, cursor: Cursor) => Result<RenamePlace> | undefined;
  readonly rename?: (snapshot: Snapshot, cursor: Cursor, name: string) => Result<readonly TextEdit[]> | undefined;
  /** What a search through the workspace finds in a file. */
  readonly named?: (file: YamlFile) => readonly NamedPlace[];
  /** In the order of the text, without overlap, none over a line break. */
  readonly tokens?: (file: YamlFile, range: OffsetRange) => readonly SemanticToken[];
  /** In the order of the text; of very many only the first are asked for. */
  readonly symbols?: (snapshot: Snapshot, file: YamlFile) => Iterable<DocumentSymbol>;
  /** What can be folded beside YAML's collections and comments. */
  readonly folds?: (file: YamlFile) => readonly FoldingRange[];
  readonly lenses?: (snapshot: Snapshot, file: YamlFile) => readonly CodeLens[];
  /** The title of a lens by its `later`. */
  readonly resolveLens?: (snapshot: Snapshot, file: YamlFile, later: string) => string;
  readonly hints?: (snapshot: Snapshot, file: YamlFile, range: OffsetRange) => readonly InlayHint[];
  readonly actions?: (snapshot: Snapshot, file: YamlFile, range: OffsetRange) => readonly CodeAction[];
  readonly links?: (snapshot: Snapshot, file: YamlFile) => readonly DocumentLink[];
  /** The verdict on the configuration that a file is part of. It judges the whole configuration: not for every key. */
  readonly verdict?: (snapshot: Snapshot, file: YamlFile) => Verdict;
  /** Finds what messages of that program are about, in any file of the configuration that a file is part of. */
  readonly placeMessages?: (
    snapshot: Snapshot,
    file: YamlFile,
    messages: readonly string[],
  ) => readonly PlacedMessage[];
}
