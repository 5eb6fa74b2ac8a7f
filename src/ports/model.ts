export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** One text block of a request; a mark asks the provider to keep everything up to and including it. */
export interface PromptBlock {
  text: string;
  cache?: '5m' | '1h';
  /** What it is and which files it speaks of, for the receipt. Never sent. */
  name?: string;
  files?: readonly string[];
}

export interface ModelRequest {
  /** For logs, receipts and tests: `sweep 1/3`. Never sent. */
  label: string;
  model: string;
  effort: Effort;
  system: readonly PromptBlock[];
  user: readonly PromptBlock[];
  /** What was said after `user`: an answer that could not be used, and what to mend in it. Never cached. */
  later?: readonly { role: 'assistant' | 'user'; text: string }[];
  /** JSON schema of the answer; the same object in both passes, since its bytes are part of the cached prefix. Null: any text. */
  schema: object | null;
  maxOutputTokens: number;
  /** What the model may call; the same in every request of a conversation. */
  tools?: readonly ModelTool[];
  /** What followed `user` in a conversation with tools, oldest first; only ever added to. The end of it is kept in the cache. */
  turns?: readonly ModelTurn[];
  /** For how long; absent: five minutes. */
  turnsKept?: '1h';
}

/** A tool; one that the model was trained with has a name of its own for that, which not every deployment knows. */
export interface ModelTool {
  name: string;
  description: string;
  /** JSON schema of its arguments. */
  schema: object;
  trainedAs?: string;
}

/** What the model said, as the provider spelt it, and what came back to it. */
export type ModelTurn =
  | { role: 'assistant'; content: readonly AnswerBlock[] }
  | { role: 'user'; results: readonly ToolResult[]; text?: string };

/** A block of an answer: given back letter by letter, since thoughts are signed. */
export type AnswerBlock = Readonly<Record<string, unknown>>;

export interface ToolUse {
  id: string;
  name: string;
  /** Undefined where what came is no JSON. */
  input: unknown;
}

export interface ToolResult {
  id: string;
  text: string;
  isError: boolean;
  /** Paths of files that it shows, for the receipt. Never sent. */
  files?: readonly string[];
}

/** Tokens as the provider counted them. */
export interface TokenUsage {
  /** Neither read from nor written to the cache. */
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
}

export interface ModelAnswer {
  text: string;
  /** Of a conversation with tools: all blocks in order, and the calls among them. */
  content?: readonly AnswerBlock[];
  uses?: readonly ToolUse[];
  /** Why it ended: `refusal` leaves `text` empty or partial; `length` cuts it off; `tools` waits for results. */
  stop: 'complete' | 'length' | 'refusal' | 'contextExceeded' | 'tools';
  /** The provider's category of a refusal, when it names one. */
  refusalCategory?: string;
  usage: TokenUsage;
  /** True when the answer was paid at the batch price. */
  batch: boolean;
  /** The model that answered, as the provider names it. */
  model: string;
  requestId: string;
  milliseconds: number;
  /** Milliseconds since 1970; absent where nobody looked. */
  endedAt?: number;
}

/** A request with content, at the moment it leaves. */
export interface Sending {
  /** Host and path. */
  to: string;
  bytes: number;
  /** Of the body, 64 hexadecimal digits. */
  sha256: string;
}

/** Told of every request that carries content, whatever becomes of it. */
export interface Witness {
  sends(sending: Sending): void;
}

/** Told of every try of a call: each one is paid for, also when it gives no answer. */
export interface Meter extends Witness {
  /** Before each try; throws when no further one may be paid for. */
  begin(): void;
  /** A try broke off after the provider had begun to charge: what it had named by then. */
  brokenOff(told: BrokenOff): void;
  /** A try was given up before anything came back: nobody says whether it is charged. */
  unanswered(): void;
}

export interface BrokenOff {
  usage: TokenUsage;
  /** UTF-8 bytes of answer that had arrived: they may be charged although nobody said so. */
  receivedBytes: number;
  requestId: string;
  milliseconds: number;
  /** Milliseconds since 1970; absent where nobody looked. */
  endedAt?: number;
}

/** The model's provider. Every failure is a SecondPassError; waiting and retrying are the adapter's concern. */
export interface Model {
  ask(request: ModelRequest, signal: AbortSignal, meter?: Meter): Promise<ModelAnswer>;
  /** Exact input tokens of a request, without asking it. */
  count(request: ModelRequest, signal: AbortSignal, witness?: Witness): Promise<number>;
  /**
   * Answers at the batch price, in the order of the requests; `null` where the batch gave no answer in time.
   * Absent where the provider has no batches.
   */
  askTogether?(
    requests: readonly ModelRequest[],
    deadlineMilliseconds: number,
    signal: AbortSignal,
    witness?: Witness,
  ): Promise<readonly (ModelAnswer | null)[]>;
}
