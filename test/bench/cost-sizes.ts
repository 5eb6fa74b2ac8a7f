import { piecesOf } from '../../src/steps/prompt/compose';
import { PRICES_AS_OF } from '../emulators/claude/models';
import { tokensOf } from '../emulators/claude/prompt-cache';
import { textOfTokens } from '../emulators/claude/sample-request';
import { type ReviewReply, startClaude } from '../emulators/claude/server';
import { type Asking, candidateOn, changedFile, confirming, promptsOf } from '../passes/asked';
import { costOfRun } from './cost';

const MODELS = ['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-1'];
const CHANGED_LINES = [30, 150, 600, 1_500];
/** Tokens of an answer, with what the model thinks. */
const ANSWER_TOKENS = { clean: 1_000, found: 2_000 };

/** `npm run bench -- prices [MODEL ...]`: what reviews of ordinary pull requests cost by size and model, as the emulator bills them. */
export async function run(args: readonly string[]): Promise<void> {
  const sizes = CHANGED_LINES.map((lines) => ({ lines, tokens: tokensOfChange(lines) }));
  console.log(
    `US cents by list prices of ${PRICES_AS_OF}: nothing found / something found, instructions in the cache.\n`,
  );
  const titles = sizes.map(({ lines, tokens }) => `${lines} lines, ${Math.round(tokens / 1000)}k tokens`);
  console.log(`| model | ${titles.join(' | ')} |\n| --- |${' ---: |'.repeat(sizes.length)}`);
  for (const model of args.length > 0 ? args : MODELS) {
    const cells: string[] = [];
    for (const { lines } of sizes) {
      const [clean, found] = [await costOf(model, lines, 'clean'), await costOf(model, lines, 'found')];
      cells.push(`${cents(clean)} / ${cents(found)}`);
    }
    console.log(`| ${model} | ${cells.join(' | ')} |`);
  }
}

function cents(usd: number): string {
  return (usd * 100).toFixed(usd < 0.02 ? 2 : 1);
}

function tokensOfChange(lines: number): number {
  const prompts = promptsOf({ files: [changedFile('src/a.ts', lines)] });
  const pieces = prompts.flatMap((prompt) => piecesOf(prompt));
  return pieces.reduce((sum, { text }) => sum + tokensOf(text), 0);
}

/** The second of two reviews within the hour, which is the usual one for a team. */
async function costOf(model: string, lines: number, kind: 'clean' | 'found'): Promise<number> {
  const claude = await startClaude({ clock: 'still', reviewer: (asked) => answer(asked, kind) });
  const settings = { model, budgetUsd: '', budgetUsdPerPullRequest: '' };
  const asking: Asking = { files: [changedFile('src/a.ts', lines)], settings };
  await costOfRun(claude, asking);
  claude.advance(30 * 60_000);
  const cost = await costOfRun(claude, asking);
  await claude.close();
  return cost;
}

function answer({ pass, tail }: { pass: string | undefined; tail: string }, kind: 'clean' | 'found'): ReviewReply {
  const summary = textOfTokens(ANSWER_TOKENS[kind] - 320);
  if (pass !== 'sweep') return confirming({ tail }, { summary });
  return { summary, candidates: kind === 'clean' ? [] : [candidateOn('src/a.ts')] };
}
