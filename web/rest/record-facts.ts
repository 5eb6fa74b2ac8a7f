import type { PolicyFacts } from '../../src/steps/policy/govern';
import { listOf, objectOf, parsed, textOf } from './answers';
import { listRecords, recordText } from './attachments';
import type { Rest } from './rest';
import { createStepReader } from './steps-of-run';

/** The little that pages of many runs want of a record: its whole reader is heavy. */
export interface RecordFacts {
  version: string;
  policy: PolicyFacts | undefined;
}

/** Of the first record of a run; undefined where it has none that can be read, or a step of another task attached it. */
export async function readRecordFacts(rest: Rest, project: string, runId: number): Promise<RecordFacts | undefined> {
  const [first] = await listRecords(rest, project, runId);
  if (first === undefined) return undefined;
  const [text, isOurs] = await Promise.all([recordText(rest, first), createStepReader(rest)(first)]);
  if (isOurs === false) return undefined;
  const record = parsed(text);
  const { product, policy } = objectOf(record);
  const version = textOf(objectOf(product).version);
  return version === '' ? undefined : { version, policy: policyOf(policy) };
}

function policyOf(value: unknown): PolicyFacts | undefined {
  const { source, commit, sha256, changed } = objectOf(value);
  if (typeof source !== 'string') return undefined;
  const changes = listOf(changed).map((entry) => {
    const { input, asked, held, from, line } = objectOf(entry);
    return {
      ...{ input: textOf(input), asked: textOf(asked), held: textOf(held), from: textOf(from) },
      line: Number(line) || 0,
    };
  });
  return { source, commit: textOf(commit), sha256: textOf(sha256), changed: changes };
}
