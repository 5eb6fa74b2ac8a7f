/** One declaration of a source file. Lines are 1-based and inclusive. */
export interface OutlineEntry {
  /** `namespace`, `type`, `method`, `field`, `import`, `test`, `step`, ... */
  kind: string;
  name: string;
  /** Full signature on one line, body, initialiser and the content of literals cut. */
  signature: string;
  /** Attributes, annotations or decorators before the signature, on one line; the first to go when a line is too long. */
  attributes?: string;
  startLine: number;
  endLine: number;
  /** Last line of the header (attributes, signature); the body begins behind it. */
  headerEndLine: number;
  /** 0 for the outermost. */
  depth: number;
  /** First sentence of the documentation comment, if there is one. */
  doc?: string;
}

/** First and last line, 1-based. */
export type Lines = readonly [first: number, last: number];

export interface SourceFile {
  path: string;
  content: Uint8Array;
}

/** A part of a file, in bytes from its start. */
export interface Span {
  start: number;
  end: number;
}

export interface FilePlaces extends SourceFile {
  places: readonly Span[];
}

export interface TextPart extends Span {
  /** It may be the name of what the program calls, starts or picks, or the parser does not look into what it stands in. */
  mayLead?: true;
}

/** What a program never runs of the places of a file. */
export interface TextParts {
  /** For each place in order, what of it stands in texts, comments and numbers, but for the names of modules that are loaded. */
  parts: readonly (readonly TextPart[])[];
  /** False where the parser did not understand all of the file: then it may be wrong. */
  isSure: boolean;
}

/** A changed file at its new side, and at its base side where its outline there is wanted too. */
export interface OutlineRequest extends SourceFile {
  base?: BaseSide;
}

/** The path tells the language, which a rename may have changed. */
export interface BaseSide extends SourceFile {
  /** All differences of the two sides, in their order. */
  changes: readonly LineChange[];
}

/** Base lines that new lines took the place of; 1-based, and a count of 0 stands before its start. */
export interface LineChange {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}

export interface OutlinedFile {
  after: Outline;
  /** Holds at least what the change touches: all else is as on the new side. */
  before?: Outline;
}

export type Outline =
  | {
      kind: 'outline';
      language: string;
      parse: 'ok' | 'partial' | 'lexical';
      lines: number;
      entries: readonly OutlineEntry[];
    }
  /** No outline, and why: `no grammar`, `too large`, `time`, `memory`, `binary`. */
  | { kind: 'none'; reason: string };

/** Turns source text into declarations. Never throws for a file: a file that fails has a reason. */
export interface Outliner {
  /** Files at these paths will be asked about soon: what takes time to start may start now. Never throws; absent where nothing does. */
  expect?(paths: readonly string[]): void;
  /** Outlines in the order of the requests. */
  outline(files: readonly OutlineRequest[], signal: AbortSignal): Promise<readonly OutlinedFile[]>;
  /** True when the text, parsed as that path's language, has no syntax error; null when no grammar is at hand. */
  parses(files: readonly SourceFile[], signal: AbortSignal): Promise<readonly (boolean | null)[]>;
  /**
   * What a reader of lines may take for code and no program runs: comments and texts of several lines, and what only a condition of
   * the compiler lets in. All lines where the parser cannot tell: a syntax error, or what a compiler reads first. Null without a
   * grammar, and for a file that is too large.
   */
  proseIn(files: readonly SourceFile[], signal: AbortSignal): Promise<readonly (readonly Lines[] | null)[]>;
  /** What of these places is text, and no code; null without a grammar, and for a file that is too large. */
  textAt(files: readonly FilePlaces[], signal: AbortSignal): Promise<readonly (TextParts | null)[]>;
}
