import { parseArgs } from 'node:util';
import { badInputs, SecondPassError } from '../../errors';

export interface CommandLine {
  /** Folder of the repository as it was given; the current one when it was not. */
  repo: string;
  base: string;
  head: string;
  /** Inputs of a review by their names. */
  inputs: Record<string, string>;
}

/**
 * The words of a command line; null when it only asks how to write one.
 * @throws SecondPassError `bad-input` naming the word that is wrong, missing or unknown
 */
export function readCommandLine(words: readonly string[], inputNames: readonly string[]): CommandLine | null {
  const text = { type: 'string' } as const;
  const inputs = Object.fromEntries(inputNames.map((name) => [name, text]));
  const options = { ...inputs, repo: text, base: text, head: text, help: { type: 'boolean' } as const };
  const values = parsed(() => parseArgs({ args: [...words], options }).values) as Record<string, string | boolean>;
  const { repo = '.', base, head = 'HEAD', help, ...given } = values;
  if (help) return null;
  if (typeof base !== 'string' || base === '') {
    throw badInputs([{ input: '--base', was: 'not given', allowed: 'a branch, a tag or a commit id to compare with' }]);
  }
  return { repo: String(repo), base, head: String(head), inputs: given as Record<string, string> };
}

function parsed<Values>(parse: () => Values): Values {
  try {
    return parse();
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. To specify')[0] ?? '') : String(cause);
    const advice = '--help shows how to write it; docs/configuration.md lists the inputs.';
    throw new SecondPassError({ kind: 'badInput', code: 'bad-input', message: `${message}.`, advice, cause });
  }
}
