import type { Address } from './sarif-path';

/** Where a result points inside its file, as the tool wrote it; lines and columns are 1-based, offsets 0-based. */
export type SarifRegion =
  | { kind: 'lines'; startLine: number; endLine: number; startColumn?: number; endColumn?: number }
  | { kind: 'characters'; offset: number; length: number; unit: 'utf16' | 'codePoints' }
  | { kind: 'bytes'; offset: number; length: number };

/** A place of a result: a file of the repository, and a region of it unless the whole file is meant. */
export interface SarifPlace {
  /** Repository path without leading slash; absent when nobody knows which file of it is meant, if any. */
  path?: string;
  /** What the path was made of; absent where the path is certain. */
  address?: Address;
  region?: SarifRegion;
  /** The path is what the tool wrote, and no file of the repository has it. */
  isAbsent?: true;
  /** The same of one that lies where a build puts what it makes. */
  isMade?: true;
}

/** One result of a SARIF file. Every string comes from outside: cleaned of control characters and cut, nothing more. */
export interface SarifResult {
  tool: string;
  toolVersion?: string;
  ruleId: string;
  ruleName?: string;
  level: 'error' | 'warning' | 'note';
  message: string;
  /** Repository path without leading slash; absent when the result names no file of the repository. */
  path?: string;
  /** Why there is no path: the result names none, or the file lies outside the repository. */
  unplaced?: 'noLocation' | 'outside';
  /** What the path was made of; absent where the path is certain. */
  address?: Address;
  /** Absent: the whole file. */
  region?: SarifRegion;
  /** No file of the repository has its path. */
  isAbsent?: true;
  /** The same of one that lies where a build puts what it makes. */
  isMade?: true;
  /** Further places of the same result; some tools put all occurrences of a rule into one result. */
  alsoAt?: readonly SarifPlace[];
  /** Where the flows begin that lead to it, of results of enforced rules alone. */
  starts?: readonly SarifPlace[];
  /** Address of the rule's help, https only. */
  helpUrl?: string;
  tags: readonly string[];
  /** The tool says that somebody asked to hide it. */
  suppressed?: 'inSource' | 'external';
  /** The tool itself compared with an earlier run and found it there, or found it gone. */
  known?: 'there' | 'gone';
}

export interface SarifTool {
  name: string;
  version?: string;
}

/** Files of which the tool says, as a warning or an error, that reading them went wrong. */
export interface UnreadFiles {
  places: readonly SarifPlace[];
  /** What the tool says; it may name the file in words alone. */
  words: string;
}

/** A rule of which the report itself says that nobody looked for what it forbids. */
export interface SwitchedOff {
  /** Its id, name and older ids. */
  ids: readonly string[];
  /** Whether somebody switched it off, or the tool has it off unless somebody switches it on. */
  by: 'settings' | 'default';
}

/** What one SARIF file said. */
export interface SarifReading {
  /** Name of the file, as given. */
  file: string;
  results: readonly SarifResult[];
  /** Results that report no problem: of the kinds `pass` and `notApplicable`. */
  withoutProblem: number;
  tools: readonly SarifTool[];
  unread?: readonly UnreadFiles[];
  switchedOff?: readonly SwitchedOff[];
  /** What a reader of the result must know; each names the file and quotes nothing of its content. */
  notes: readonly string[];
  /** True when the absence of an alert in it proves nothing. */
  partial: boolean;
}

export interface SarifLimits {
  bytes: number;
  /** Nested objects and arrays. */
  depth: number;
  runs: number;
  results: number;
  /** Of enforced rules as well; beyond, the review is partial. */
  enforced: number;
  /** Places of one result. */
  places: number;
  /** UTF-16 units of one message. */
  message: number;
}

/** Results of all files together, those of enforced rules too. */
export const MOST_RESULTS = 75_000;

export const SARIF_LIMITS: SarifLimits = {
  bytes: 50_000_000,
  depth: 200,
  runs: 100,
  results: 25_000,
  enforced: 50_000,
  places: 100,
  message: 2_000,
};
