import type { TokenUsage } from '../../ports/model';
import { sumOf } from '../../sum-of';
import { pathsOf } from '../chunks/copy-places';
import { amount } from '../pricing/amount';
import { answerTokens } from '../pricing/answer-tokens';
import { factsOf, type ModelFacts } from '../pricing/models';
import { countedFor, tokensOfBytes } from '../pricing/pricing';
import { likelyOutput, MIN_OUTPUT_TOKENS, UNKNOWN_CANDIDATES } from '../pricing/reserves';
import type { Settings } from '../settings/settings';
import { cacheMarks, type PartAhead, partAhead } from './cache-marks';
import { type ChunkPrompt, critiqueTail, partsShareBytes, SHARED_BYTES, sweepTail } from './compose';
import { contentTtl } from './content-ttl';

/** What a review of everything is likely to take, before the first question. */
export interface Forecast {
  /** Files in scope, and parts that they are asked about in. */
  files: number;
  parts: number;
  /** Input tokens of all calls. */
  tokens: number;
  /** By list prices, with answers of usual length. */
  usd: number;
  /** True when the dearest known price stands for one that is not known. */
  isGuess: boolean;
  /** What the budget must hold so that nothing is left out. */
  enoughUsd: number;
}

/** A usual answer, thinking included, as a share of the greatest length that its effort allows. */
const USUAL_SHARE = 1 / 8;

/** Tokens of a usual answer. */
export function usualAnswer(settings: Settings): number {
  return answerTokens(factsOf(settings.model, settings), settings.effort) * USUAL_SHARE;
}

export function forecast(prompts: readonly ChunkPrompt[], settings: Settings): Forecast {
  const { inputPrice, outputPrice, bytesPerToken, fewestBytesPerToken } = factsOf(settings.model, settings);
  const tails = tailsOf(settings);
  const costsAt = (bytes: number) =>
    prompts.map((prompt, at) => partCost(prompt, tails, settings, bytes, at, prompts.length));
  const likely = costsAt(bytesPerToken);
  const most = costsAt(fewestBytesPerToken);
  const beyond = prompts.map((prompt, index) => reserveOf(prompt, tails, settings) - (most[index]?.dearest ?? 0));
  return {
    files: new Set(prompts.flatMap(({ chunk }) => pathsOf(chunk.files))).size,
    parts: prompts.length,
    tokens: sumOf(likely, ({ tokens }) => tokens),
    usd: sumOf(likely, ({ usd }) => usd),
    isGuess: inputPrice === null || outputPrice === null,
    enoughUsd: Math.ceil((sumOf(most, ({ dearest }) => dearest) + Math.max(0, ...beyond)) * 10) / 10,
  };
}

/** UTF-8 bytes of both tasks: texts of parts are made when they are asked, and not to be measured. */
type Tails = Readonly<Record<'sweep' | 'critique', number>>;

function tailsOf(settings: Settings): Tails {
  return {
    sweep: Buffer.byteLength(sweepTail(settings)),
    critique: Buffer.byteLength(critiqueTail(settings, [])),
  };
}

/** A sweep and a critique of it, the cache used as the run will use it. */
function partCost(
  prompt: ChunkPrompt,
  tails: Tails,
  settings: Settings,
  bytesPerToken: number,
  index: number,
  parts: number,
) {
  const facts = factsOf(settings.model, settings);
  const tokensOf = (bytes: number) => Math.ceil(bytes / bytesPerToken);
  const tail = tokensOf(tails.sweep);
  const all = tokensOf(SHARED_BYTES + prompt.bytes + tails.sweep);
  const content = tokensOf(prompt.bytes);
  const before = parts > 1 ? tokensOf(partsShareBytes(prompt)) : 0;
  const marks = marksAhead(partAhead(prompt, parts, facts), settings, facts);
  const answer = usualAnswer(settings);
  const price = (usage: TokenUsage) => countedFor(usage, settings.model, settings);
  const costs = marks.map((mark) => {
    const shared = sharedUsage({ system: all - tail - content, before, content, ...mark, isFirst: index === 0 }, facts);
    const sweep = { ...shared.sweep, input: shared.sweep.input + tail, output: answer };
    const critique = { ...shared.critique, input: shared.critique.input + tail + answer, output: answer };
    return price(sweep) + price(critique);
  });
  return { tokens: 2 * all, usd: costs[0] ?? 0, dearest: Math.max(...costs) };
}

/** The likely marks first; a sweep that is expected to be slow may turn out to be quick, and others of the run are kept then. */
function marksAhead(ahead: PartAhead, settings: Settings, facts: ModelFacts): Pick<Shared, 'isKept' | 'keepsSystem'>[] {
  const { content, instructions } = cacheMarks(ahead, { swept: 0, checked: 0 }, facts);
  const sweep = { effort: settings.effort, promptTokens: ahead.contentTokens, slowestSweep: undefined };
  const isSlow = contentTtl(settings, sweep) === 'none';
  const isKept = content && !isSlow ? [true] : content ? [false, true] : [false];
  return isKept.map((kept) => ({ isKept: kept, keepsSystem: instructions }));
}

interface Shared {
  system: number;
  /** Of the content, what stands before the diff in all parts. */
  before: number;
  content: number;
  isKept: boolean;
  keepsSystem: boolean;
  isFirst: boolean;
}

const NO_TOKENS: TokenUsage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

/** What both passes share, as it is charged; what all parts share is written once in a run, where it is long enough to be kept. */
function sharedUsage(
  { system, before, content, isKept, keepsSystem, isFirst }: Shared,
  { minimumCacheable }: ModelFacts,
) {
  const long = (tokens: number) => (keepsSystem && tokens >= minimumCacheable ? tokens : 0);
  const [alone, together] = [long(system), before > 0 ? long(system + before) : long(system)];
  const rest = system + content - together;
  const again = { ...NO_TOKENS, cacheRead: together };
  const first = isFirst ? { ...NO_TOKENS, cacheWrite1h: alone, cacheWrite5m: together - alone } : again;
  if (!isKept) return { sweep: { ...first, input: rest }, critique: { ...again, input: rest } };
  return {
    sweep: { ...first, cacheWrite5m: first.cacheWrite5m + rest },
    critique: { ...NO_TOKENS, cacheRead: system + content },
  };
}

/** What a budget must still hold for a part to be begun, and for its critique to have an answer of usual length. */
function reserveOf({ bytes }: ChunkPrompt, tails: Tails, settings: Settings): number {
  const { model, effort } = settings;
  const tokensOf = (size: number) => tokensOfBytes(size, model, settings, null);
  const shared = { ...NO_TOKENS, cacheWrite1h: tokensOf(SHARED_BYTES), cacheWrite5m: tokensOf(bytes) };
  const price = (input: number, output: number) => countedFor({ ...shared, input, output }, model, settings);
  const sweep = likelyOutput({ model, maxOutputTokens: answerTokens(factsOf(model, settings), effort) });
  const critique = Math.max(MIN_OUTPUT_TOKENS, usualAnswer(settings));
  return price(tokensOf(tails.sweep), sweep) + price(tokensOf(tails.critique) + UNKNOWN_CANDIDATES, critique);
}

type Caps = Pick<Settings, 'budgetUsd' | 'budgetUsdPerPullRequest'>;

/** In one sentence, or two when the budget will not do: then also which one would. */
export function forecastText(forecast: Forecast, caps: Caps, spentByOthers = 0): string {
  if (forecast.files === 0) return 'There is nothing to ask about, so a review costs nothing.';
  const isLikelyToDo = capsBelow(forecast.usd, caps, spentByOthers).length === 0;
  if (isLikelyToDo) return `${all(forecast)} is likely to take about ${amount(forecast.usd)}.`;
  return shortText(forecast, capsBelow(forecast.enoughUsd, caps, spentByOthers), spentByOthers);
}

/** For readers of a review that ended at its budget, which may have held what was likely: which budget would do. */
export function shortfallText(prompts: readonly ChunkPrompt[], settings: Settings, spentByOthers: number) {
  const whole = forecast(prompts, settings);
  const short = capsBelow(whole.enoughUsd, settings, spentByOthers);
  return short.length > 0 ? shortText(whole, short, spentByOthers) : undefined;
}

function shortText(forecast: Forecast, short: readonly Short[], spentByOthers: number): string {
  const enough = short.map(({ input, enough }) => `${input}: ${enough.toFixed(2)}`).join(' and ');
  const limits = short.map(({ input, is }) => `${input} is ${amount(is)}`).join(' and ');
  return `${all(forecast)} would take about ${amount(forecast.usd)}; ${limits}${spentWords(short, spentByOthers)}. ${enough} would do.`;
}

function all({ files }: Forecast): string {
  return files === 1 ? 'Reviewing the file' : `Reviewing all ${files} files`;
}

interface Short {
  input: keyof Caps;
  is: number;
  enough: number;
}

/** The caps that hold less than `usd`, each with the figure that holds it. */
function capsBelow(usd: number, caps: Caps, spentByOthers: number): Short[] {
  const inputs: [keyof Caps, number][] = [
    ['budgetUsd', 0],
    ['budgetUsdPerPullRequest', spentByOthers],
  ];
  return inputs.flatMap(([input, spent]) => {
    const is = caps[input];
    return is === null || is - spent >= usd ? [] : [{ input, is, enough: wholeCents(usd + spent) }];
  });
}

/** Never less than what it stands for. */
function wholeCents(usd: number): number {
  return Math.ceil(usd * 100 - 1e-6) / 100;
}

function spentWords(short: readonly Short[], spentByOthers: number): string {
  const counts = spentByOthers > 0 && short.some(({ input }) => input === 'budgetUsdPerPullRequest');
  return counts ? `, of which ${amount(spentByOthers)} are spent` : '';
}
