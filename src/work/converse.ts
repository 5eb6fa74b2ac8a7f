import type { ChunkBudget } from '../budget/within-chunk';
import { isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { AnswerBlock, ModelAnswer, ModelRequest, ModelTurn, ToolResult } from '../ports/model';
import { sha256 } from '../sha256';
import { programName } from '../steps/toolbox/may-edit';
import { type Call, type ReadCall, readCall } from '../steps/toolbox/read-call';
import { TOOLS } from '../steps/toolbox/tools';
import { type Action, type End, type Happening, type Limits, next, START, type Turns } from '../steps/turns/turns';
import { type Around, type Done, runCall } from './run-call';
import type { SessionEntry } from './session-log';

/** How the conversation ended, and what it left to be looked at. */
export interface Conversation {
  end: End;
  turns: number;
  /** The call that ended it, where one did. */
  last?: Call & { tool: 'finish' | 'giveUp' };
  /** Files that the edit tool made. */
  made: ReadonlySet<string>;
  log: readonly SessionEntry[];
  /** Everything that was said after the brief. */
  history: readonly ModelTurn[];
}

export interface Speaking {
  world: FixWorld;
  budget: Pick<ChunkBudget, 'ask'>;
  /** Everything of a request but its turns. */
  request: Omit<ModelRequest, 'turns' | 'label'>;
  around: Around;
  /** Where the copy lies for the tools. */
  top: string;
  limits: Limits;
}

/** Asks and carries out until the machine says that it is over. The transcript is only ever added to. */
export async function converse(speaking: Speaking): Promise<Conversation> {
  const talk: Talk = { ...speaking, state: START, history: [], calls: [], made: new Set(), log: [] };
  let action = step(talk, { kind: 'begun' });
  while (action.kind !== 'end') action = step(talk, await carryOut(talk, action));
  const [only] = talk.calls.length === 1 ? talk.calls : [];
  const last = only && 'call' in only.read ? only.read.call : undefined;
  return {
    end: action.why,
    turns: talk.state.turn,
    ...(isLast(last, action.why) ? { last } : {}),
    made: talk.made,
    log: talk.log,
    history: talk.history,
  };
}

interface Talk extends Speaking {
  state: Turns;
  history: ModelTurn[];
  /** Of the last answer. */
  calls: readonly { id: string; name: string; read: ReadCall }[];
  made: Set<string>;
  log: SessionEntry[];
}

function isLast(call: Call | undefined, why: End): call is Call & { tool: 'finish' | 'giveUp' } {
  return (why === 'finished' && call?.tool === 'finish') || (why === 'gaveUp' && call?.tool === 'giveUp');
}

function step(talk: Talk, happening: Happening): Action {
  const { state, action } = next(talk.state, happening, talk.limits);
  talk.state = state;
  return action;
}

async function carryOut(talk: Talk, action: Exclude<Action, { kind: 'end' }>): Promise<Happening> {
  try {
    if (action.kind === 'ask') return await ask(talk, action.aside);
    if (action.kind === 'run') return await runCalls(talk);
    answerCalls(talk, [{ text: action.why, isError: true }]);
    return { kind: 'worked' };
  } catch (error) {
    return brokenBy(error);
  }
}

/** What ends the work and not the run: nobody pays more, time is up, or a person said stop. */
function brokenBy(error: unknown): Happening {
  if (!isSecondPassError(error)) throw error;
  if (error.kind === 'budget') return { kind: 'broken', why: 'budget' };
  if (error.kind === 'deadline') return { kind: 'broken', why: 'deadline' };
  if (error.kind === 'cancelled') return { kind: 'broken', why: 'stopped' };
  if (error.code === 'request-too-large') return { kind: 'broken', why: 'contextFull' };
  throw error;
}

async function ask(talk: Talk, aside: string | undefined): Promise<Happening> {
  const { world, budget, request, history, state } = talk;
  if (aside !== undefined) addAside(history, aside);
  const label = `turn ${state.turn + 1}`;
  const answer = await budget.ask(world.model, 'critique', { ...request, label, turns: [...history] }, world.signal);
  const { content = [], uses = [] } = answer;
  const isKept = answer.stop !== 'refusal' && content.some(({ type }) => type === 'text' || type === 'tool_use');
  if (isKept) history.push({ role: 'assistant', content: content as readonly AnswerBlock[] });
  // What broke off is no call, whatever of it can be read.
  talk.calls = (isKept ? uses : []).map(({ id, name, input }, index) => {
    const isCut = answer.stop === 'length' && index === uses.length - 1;
    return { id, name, read: readCall({ id, name, input: isCut ? undefined : input }, talk.top) };
  });
  world.log.info(
    turnLine(
      label,
      answer,
      uses.map(({ name }) => name),
    ),
  );
  talk.log.push({ turn: state.turn + 1, kind: 'answer', ...figuresOf(answer) });
  const calls = talk.calls.map(({ read }) => ('call' in read ? read.call : null));
  return { kind: 'answered', stop: answer.stop, calls, contextTokens: tokensOf(answer) };
}

/** A word of ours goes with the results that wait for the model, or makes a turn of its own. */
function addAside(history: ModelTurn[], aside: string): void {
  const last = history.at(-1);
  if (last?.role === 'user' && last.text === undefined) history[history.length - 1] = { ...last, text: aside };
  else history.push({ role: 'user', results: [], text: aside });
}

async function runCalls(talk: Talk): Promise<Happening> {
  const { world, around } = talk;
  const done: Done[] = [];
  for (const { name, read } of talk.calls) {
    const begun = world.clock.monotonic();
    const one = 'call' in read ? await runCall(read.call, around) : { text: read.problem, isError: true };
    world.signal.throwIfAborted();
    done.push(one);
    if (one.made !== undefined) talk.made.add(one.made);
    if (one.happening) step(talk, one.happening);
    const milliseconds = Math.round(world.clock.monotonic() - begun);
    const { turn } = talk.state;
    talk.log.push({ turn, kind: 'call', ...toldOf(name, read, one), milliseconds });
    world.tools.push({ turn, tool: knownTool(name), isError: one.isError, endedAt: world.clock.now(), milliseconds });
  }
  answerCalls(talk, done);
  return { kind: 'worked' };
}

/** Every call has its result in the very next turn, in their order. */
function answerCalls({ history, calls }: Talk, done: readonly Done[]): void {
  const results = calls.map(({ id }, index): ToolResult => {
    const { text = 'It was not carried out.', isError = true, files = [] } = done[index] ?? {};
    return { id, text: text === '' ? '(nothing)' : text, isError, files };
  });
  history.push({ role: 'user', results });
}

function toldOf(name: string, read: ReadCall, { isError, exit, text }: Done) {
  const call = 'call' in read ? read.call : undefined;
  return {
    tool: name,
    ...(call && 'path' in call ? { path: call.path } : {}),
    ...(call?.tool === 'bash' ? { program: programName(call.command) } : {}),
    ...(exit === undefined ? {} : { exit }),
    ...{ isError, bytes: Buffer.byteLength(text), sha256: sha256(text) },
  };
}

/** The model may call anything by any name. */
function knownTool(name: string): string {
  return TOOLS.some((tool) => tool.name === name) ? name : 'unknown';
}

function figuresOf({ usage, stop, requestId, milliseconds }: ModelAnswer) {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = usage;
  return {
    stop,
    requestId,
    milliseconds: Math.round(milliseconds),
    input,
    cacheRead,
    cacheWrite: cacheWrite5m + cacheWrite1h,
    output,
  };
}

function tokensOf({ usage: { input, cacheRead, cacheWrite5m, cacheWrite1h, output } }: ModelAnswer): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h + output;
}

function turnLine(label: string, answer: ModelAnswer, names: readonly string[]): string {
  const { cacheRead, output } = answer.usage;
  const called = names.length === 0 ? answer.stop : names.join(', ');
  return `${label}: ${tokensOf(answer) - output} tokens, ${cacheRead} of them read from the cache; ${called}.`;
}
