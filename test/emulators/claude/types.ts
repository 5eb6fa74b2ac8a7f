import type { BatchPace } from './batches';
import type { Fault } from './faults';
import type { Model } from './models';
import type { RedirectTrap } from './redirect-trap';

export type Pass = 'sweep' | 'critique';
export type Surface = 'messages' | 'count_tokens' | 'batches' | 'batch-item' | 'models' | 'token' | 'page' | 'unknown';
export type CacheTtl = '5m' | '1h';
// biome-ignore lint/suspicious/noExplicitAny: a request body is whatever the client sent
export type Json = any;

/** Tokens of one answer, as the Messages API names them. */
export interface Usage {
  input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  output_tokens: number;
  output_tokens_details: { thinking_tokens: number };
  inference_geo: string | null;
  server_tool_use: null;
  service_tier: 'standard' | 'batch';
  speed: 'standard' | 'fast' | null;
}

/** One HTTP request, or one item of a batch (surface `batch-item`), with what was answered. */
export interface ClaudeRequest {
  /** 1, 2, ... in the order of arrival. */
  number: number;
  surface: Surface;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Json;
  /** Of the body as it arrived; 0 for a batch item, which came within another request. */
  bodyBytes: number;
  /** `custom_id` of a batch item. */
  customId?: string;
  pass?: Pass;
  model?: string;
  stream: boolean;
  status: number;
  requestId: string;
  /** What the client was told last: a stream that broke off counts with the figures of its `message_start`. */
  usage?: Usage;
  /** US dollars, by the emulator's own price table. */
  cost: number;
  /** Kind of the fault that was played. */
  fault?: string;
  /** Answered text, as far as it was produced. */
  text?: string;
  stopReason?: string;
  /** Milliseconds on the emulator's clock. */
  startedAt: number;
  firstByteAt?: number;
  endedAt?: number;
  /** Other requests to the Messages API that were open when this one arrived. */
  inFlight: number;
  /** True when the client hung up before the answer was complete. */
  hungUp: boolean;
}

/** What a scripted reviewer gets to see. */
export interface ReviewQuestion {
  pass: Pass | undefined;
  body: Json;
  /** Texts of the first user message's blocks, without the tail. */
  blocks: readonly string[];
  /** The last block of the first user message: the task. */
  tail: string;
  system: string;
  /** Texts of later turns (a request to repair an answer); empty in a first question. */
  later: readonly string[];
  surface: Surface;
  number: number;
}

/** Parts of a review answer, completed with defaults; or raw text; or nothing, to let the stand-in answer. */
export type ReviewReply = string | Record<string, unknown> | undefined;
export type Reviewer = (question: ReviewQuestion) => ReviewReply | Promise<ReviewReply>;

/** What a player sees of a conversation with tools. */
export interface PlayerView {
  /** Answers of the model so far. */
  turn: number;
  /** Results of the calls of the last answer, in order; empty in the first turn. */
  results: readonly { name: string; input: Json; text: string; isError: boolean }[];
  /** Texts of the first message, and what stands beside the last results. */
  brief: string;
  aside: string;
  system: string;
  body: Json;
}

/** One answer of a player: words, and calls of tools. `cut` breaks off the arguments of the last call. */
export interface PlayerMove {
  say?: string;
  calls?: readonly { name: string; input: Json; cut?: true }[];
}

/** Plays the model in conversations with tools; nothing lets it give up. */
export type Player = (view: PlayerView) => PlayerMove | undefined | Promise<PlayerMove | undefined>;

/** Sums over all answers that were billed. */
export interface Totals {
  requests: number;
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
}

/** A request, or an answer of the emulator itself, that the OpenAPI document does not allow. */
export interface Violation {
  of: 'request' | 'answer';
  number: number;
  schema: string;
  message: string;
}

export interface FoundryOptions {
  /** Deployment name to model family: `{ 'our-sonnet': 'claude-sonnet-5-5' }`. */
  deployments: Record<string, string>;
  /** Refuses `output_config.format`, as some hosted deployments do. */
  refuseStructuredOutputs?: boolean;
}

export interface ClaudeOptions {
  /** Keys that are accepted as Bearer or x-api-key; default `sk-ant-emulator`. */
  apiKeys?: readonly string[];
  /** Further tokens that are accepted as Bearer only. */
  bearerTokens?: readonly string[];
  foundry?: FoundryOptions;
  /** Added to, or laid over, the table in models.ts. */
  models?: readonly (Partial<Model> & { id: string })[];
  /** `still`: time moves only by `advance`. Default `real`. */
  clock?: 'real' | 'still';
  /** Start of the clock, milliseconds since 1970; default now. */
  startAt?: number;
  port?: number;
  reviewer?: Reviewer;
  player?: Player;
  /** Knows no tools by the names that models were trained with, as some deployments and gateways do not. */
  refuseTrainedTools?: boolean;
  /** Tells the pass of a request where its tail does not. */
  passOf?: (question: { tail: string; body: Json }) => Pass | undefined;
  faults?: readonly Fault[];
  batches?: Partial<BatchPace>;
  /** Real milliseconds before the first byte of each answer; default 0. */
  latencyMs?: number;
  /** Gets one line per request. */
  log?: (line: string) => void;
}

export interface ClaudeEmulator {
  /** Base url for a client, with `/anthropic` in Foundry mode, without trailing slash. */
  url: string;
  /** Address of the page that lists the requests. */
  page: string;
  requests: ClaudeRequest[];
  /** Requests to the Messages API alone. */
  messages(): ClaudeRequest[];
  readonly usage: Totals;
  /** US dollars of everything that was answered. */
  /** Bytes of all bodies that arrived, but for sign-ins. */
  contentBytes(): number;
  cost(): number;
  violations: Violation[];
  /** What a redirect carried to another origin; must stay empty. */
  trap: RedirectTrap;
  now(): number;
  advance(milliseconds: number): void;
  /** Plays a fault on the requests it names; faults that were set earlier come first. */
  fault(fault: Fault): void;
  clearFaults(): void;
  answer(reviewer: Reviewer | undefined): void;
  play(player: Player | undefined): void;
  /** Empties the prompt cache. */
  forgetCache(): void;
  close(): Promise<void>;
}
