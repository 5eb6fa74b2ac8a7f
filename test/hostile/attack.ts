import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One published attack. A case file is named for the control that must hold, and holds at least two of them. */
export interface Attack {
  /** What a stranger does, in a few words that follow "it tries:". */
  tries: string;
  /** What must happen all the same, in a few words that follow "must:". */
  must: string;
  /** Through the packaged task, or in this process through the program or one of its parts. */
  through: 'package' | 'review' | 'part';
  /** Carries it out and checks the outcome. */
  run(): Promise<void> | void;
}

/** What stands in a case file: the control in a sentence, and the attacks on it. */
export interface Control {
  /** What the control promises. */
  promise: string;
  attacks: readonly Attack[];
}

export interface ControlFile extends Control {
  /** Name of its file: a phrase. */
  name: string;
}

const CASES = join(__dirname, 'cases');

/** Every control with its attacks, in the order of the names. */
export function allControls(): ControlFile[] {
  const files = readdirSync(CASES).filter((name) => name.endsWith('.ts'));
  return files.sort().map((file) => {
    const { control } = require(join(CASES, file)) as { control: Control };
    return { name: file.replace(/\.ts$/, '').replaceAll('-', ' '), ...control };
  });
}
