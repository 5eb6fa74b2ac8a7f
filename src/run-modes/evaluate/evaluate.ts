import { inFull, isSecondPassError } from '../../errors';
import type { CaseStore, FoundCase } from '../../ports/case-store';
import type { Log } from '../../ports/log';
import { review } from '../../review';
import { candidateFates } from '../../steps/evaluation/candidate-fate';
import { type Gold, readGold } from '../../steps/evaluation/gold';
import { draftJudgements, readJudgements } from '../../steps/evaluation/judgement';
import { type CaseCounts, countCase } from '../../steps/evaluation/measure';
import { pageOf } from '../../steps/evaluation/page';
import { type EvaluationResults, readResults, resultsOf } from '../../steps/evaluation/results';
import { markdownOf } from '../../steps/evaluation/table';
import { INSTRUCTIONS_VERSION } from '../../steps/prompt/instructions/system';
import type { ReviewRecord } from '../../steps/record/review-record';
import type { World } from '../../world';
import { askJudges, type Judged } from './ask-judges';
import type { EvaluationPlan } from './evaluation-plan';
import { shownPieces } from './shown-pieces';

/** What an evaluation can touch. */
export interface Bench {
  store: CaseStore;
  log: Log;
  version: string;
  /** A world around one case, as a review needs it; `pending` tells what it still waits for. */
  open(name: string, gold: Gold): Promise<World & { pending(): readonly string[]; end(): Promise<void> }>;
}

type Measured = { counts: CaseCounts; judged: Judged } | { waits: string };

/** Reviews every case as a pull request, and writes what came of it against what is known. */
export async function evaluate(plan: EvaluationPlan, bench: Bench): Promise<EvaluationResults> {
  const before = plan.compare && { name: plan.compare.name, cases: readResults(plan.compare.text, plan.compare.name) };
  const cases: CaseCounts[] = [];
  const unmeasured: { name: string; reason: string }[] = [];
  const agreement = { both: 0, agreed: 0 };
  for (const found of await bench.store.cases()) {
    bench.log.group(found.name);
    const measured = await measureCase(plan, bench, found);
    if ('waits' in measured) unmeasured.push({ name: found.name, reason: measured.waits });
    else {
      cases.push(measured.counts);
      agreement.both += measured.judged.both;
      agreement.agreed += measured.judged.agreed;
    }
  }
  const { model, effort } = plan.settings;
  const product = { version: bench.version, instructionsVersion: INSTRUCTIONS_VERSION };
  const agreed = agreement.both === 0 ? {} : { agreement: agreement.agreed / agreement.both };
  const results = resultsOf({ product, reviewer: { model, effort }, ...agreed, cases, unmeasured }, before);
  await writeResults(bench.store, results);
  return results;
}

async function writeResults(store: CaseStore, results: EvaluationResults): Promise<void> {
  await store.write('results.json', `${JSON.stringify(results, null, 2)}\n`);
  await store.write('results.md', markdownOf(results));
  await store.write('results.html', pageOf(results));
}

/** A case that fails says why, and takes no other one along. */
async function measureCase(plan: EvaluationPlan, bench: Bench, { name, gold: text }: FoundCase): Promise<Measured> {
  const gold = readGold(text, name);
  const world = await bench.open(name, gold);
  const { model, shown } = shownPieces(world.model);
  try {
    const record = await review(plan.settings, { ...world, model });
    const waiting = world.pending();
    if (waiting.length > 0) return { waits: `waits for ${waiting.join(', ')}` };
    if (record.situation !== 'reviewed') return { waits: record.statusText };
    return await judgeCase(plan, bench, { name, gold, record, world, shown });
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    return { waits: inFull(error) };
  } finally {
    await world.end();
  }
}

interface Reviewed {
  name: string;
  gold: Gold;
  record: ReviewRecord;
  world: World & { pending(): readonly string[] };
  shown: readonly string[];
}

async function judgeCase(plan: EvaluationPlan, { store }: Bench, reviewed: Reviewed): Promise<Measured> {
  const { name, gold, record, world, shown } = reviewed;
  const file = `${name}/judgements.json`;
  const earlier = await store.read(file);
  const fates = candidateFates(record);
  const drafts = draftJudgements(fates, gold.problems, earlier === undefined ? [] : readJudgements(earlier, file));
  const judged = await askJudges(plan, world, { drafts, fates, problems: gold.problems, shown });
  await store.write(`${name}/record.json`, `${JSON.stringify(record, null, 2)}\n`);
  await store.write(file, `${JSON.stringify(judged.judgements, null, 2)}\n`);
  const waiting = world.pending();
  if (waiting.length > 0) return { waits: `waits for ${waiting.join(', ')}` };
  return { counts: countCase(name, gold, record, judged.judgements), judged };
}
