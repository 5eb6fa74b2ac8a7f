import { SecondPassError } from '../errors';

/** A word on the command line, or in a file it names, that cannot be used. */
export function badWords(message: string, advice: string): SecondPassError {
  return new SecondPassError({ kind: 'badInput', code: 'bad-input', message, advice });
}
