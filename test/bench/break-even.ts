import { textOfTokens } from '../emulators/claude/sample-request';
import { type ReviewReply, startClaude } from '../emulators/claude/server';
import { type Asking, candidateOn, changedFile, confirming } from '../passes/asked';
import { costOfRun, withoutMarks } from './cost';

/** New lines of the one file that is reviewed. */
export const SIZES = [10, 30, 60, 100, 200, 300, 400, 600, 1000];
/** Tokens of an answer, with what the model thinks. */
const ANSWER_TOKENS = 1700;

export interface Bill {
  lines: number;
  /** In USD: one that finds nothing, and one whose finding is checked. */
  clean: Paid;
  found: Paid;
}

interface Paid {
  is: number;
  unmarked: number;
}

/** `npm run bench -- break-even [MODEL ...]`: what marks for the cache cost and save by the size of a review. */
export async function run(args: readonly string[]): Promise<void> {
  for (const model of args.length > 0 ? args : ['claude-sonnet-5-5', 'claude-opus-5']) {
    console.log(`\n${model}, US cents, the first review of an hour\n`);
    console.log('| new lines | clean: without a cache | as it is | with a critique: without | as it is |');
    console.log('| ---: | ---: | ---: | ---: | ---: |');
    for (const { lines, clean, found } of await billsOf(model, [...SIZES, 1100, 3000])) {
      console.log(`| ${lines} | ${[clean.unmarked, clean.is, found.unmarked, found.is].map(cents).join(' | ')} |`);
    }
  }
}

function cents(usd: number): string {
  return (usd * 100).toFixed(usd < 0.02 ? 2 : 1);
}

/** Of first reviews of one part, as the emulator bills them, with marks and without. */
export async function billsOf(model: string, sizes: readonly number[]): Promise<Bill[]> {
  const bills: Bill[] = [];
  for (const lines of sizes) {
    const files = [changedFile('src/a.ts', lines)];
    const asking: Asking = { files, settings: { model, budgetUsd: '', budgetUsdPerPullRequest: '' } };
    bills.push({ lines, clean: await paidFor(asking, 'clean'), found: await paidFor(asking, 'found') });
  }
  return bills;
}

async function paidFor(asking: Asking, kind: 'clean' | 'found'): Promise<Paid> {
  const claude = await startClaude({ clock: 'still', reviewer: (asked) => answer(asked, kind) });
  const unmarked = await costOfRun(claude, { ...asking, model: withoutMarks(claude, asking) });
  const is = await costOfRun(claude, asking);
  await claude.close();
  return { is, unmarked };
}

function answer({ pass, tail }: { pass: string | undefined; tail: string }, kind: 'clean' | 'found'): ReviewReply {
  const summary = textOfTokens(ANSWER_TOKENS - 320);
  if (pass !== 'sweep') return confirming({ tail }, { summary });
  return { summary, candidates: kind === 'clean' ? [] : [candidateOn('src/a.ts')] };
}
