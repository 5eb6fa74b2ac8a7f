import { sha256 } from '../../sha256';

const MOST_LINES = 60;

/** What a failing validation said, so that the same one is known again: without times, numbers of processes, addresses and order. */
export function failureSign(exitCode: number | null, output: string): string {
  const plain = output
    .replace(/0x[0-9a-f]+/gi, '#')
    .replace(/\d+(?:[.,]\d+)?\s?(?:ms|s|sec|seconds|m)?\b/g, '#')
    .replace(/\/tmp\/\S+/g, '/tmp')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-MOST_LINES)
    .join('\n');
  return sha256(`${exitCode}\n${plain}`);
}
