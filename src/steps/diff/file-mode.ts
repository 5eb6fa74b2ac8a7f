/** Modes of a tree's entries, as git prints them. */
export const NO_FILE = '000000';
export const PROGRAM = '100755';
export const LINK = '120000';
export const SUBMODULE = '160000';

export function becomesProgram({ oldMode, newMode }: { oldMode: string; newMode: string }): boolean {
  return newMode === PROGRAM && oldMode !== PROGRAM;
}
