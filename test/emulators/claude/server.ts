import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { batchStore } from './batches';
import { virtualClock } from './clock';
import { faultScript } from './faults';
import { modelTable } from './models';
import { promptCache } from './prompt-cache';
import { startRedirectTrap } from './redirect-trap';
import { answer } from './routes';
import { type Scene, totalsOf } from './scene';
import type { ClaudeEmulator, ClaudeOptions } from './types';

export { DEFAULT_KEY } from './access';
export { apiError } from './api-error';
export { problemWithReview } from './contract';
export { type Fault, type Trouble, troubles } from './faults';
export { played, script } from './player';
export { standInFixer } from './stand-in/fixer';
export { standInReview } from './stand-in/review';
export type * from './types';

/**
 * Starts a server on loopback that behaves as the Claude API does. It is not Claude, and its page and log say so.
 *
 *   const claude = await startClaude();                        // key `sk-ant-emulator`, reviewer: rules of thumb
 *   ... the product runs against claude.url ...
 *   claude.messages()                                          // what was asked: body, pass, usage, status, cost
 *   claude.violations                                          // must be empty: neither side left the contract
 *   claude.advance(301_000)                                    // five minutes later, for caches and batches
 *   claude.fault({ on: { pass: 'critique', nth: 2 }, trouble: troubles.rateLimited(1), times: 3 });
 *   claude.answer(({ pass }) => (pass === 'sweep' ? { candidates: [...] } : undefined));   // undefined: the stand-in
 *   await claude.close();
 *
 * Cost follows what the client was told: a stream that breaks off is billed by its `message_start`, an answer of which
 * nothing arrived is not billed. On a terminal it serves as well: pass `log: console.log` and open `claude.page`.
 */
export async function startClaude(options: ClaudeOptions = {}): Promise<ClaudeEmulator> {
  const scene = await newScene(options);
  const store = batchStore(scene);
  const server = createServer((incoming, response) => {
    answer(scene, store, incoming, response).catch((error) => {
      options.log?.(`[stand-in, not Claude] mistake of the emulator: ${error?.stack}`);
      scene.violations.push({ of: 'answer', number: 0, schema: '', message: `The emulator failed: ${error?.stack}` });
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  scene.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await scene.trap.close();
  };
  return emulator(scene, close);
}

async function newScene(options: ClaudeOptions): Promise<Scene> {
  return {
    options,
    clock: virtualClock(options.clock, options.startAt),
    models: modelTable(options.models),
    cache: promptCache(),
    faults: faultScript(options.faults),
    trap: await startRedirectTrap(),
    reviewer: options.reviewer,
    player: options.player,
    spoken: new Map(),
    requests: [],
    violations: [],
    earlier: new Map(),
    issued: new Map(),
    origin: '',
    open: new Set(),
  };
}

function emulator(scene: Scene, close: () => Promise<void>): ClaudeEmulator {
  return {
    url: scene.options.foundry ? `${scene.origin}/anthropic` : scene.origin,
    page: `${scene.origin}/`,
    requests: scene.requests,
    messages: () => scene.requests.filter(({ surface }) => surface === 'messages'),
    get usage() {
      return totalsOf(scene.requests);
    },
    contentBytes: () =>
      scene.requests.reduce((sum, { surface, bodyBytes }) => (surface === 'token' ? sum : sum + bodyBytes), 0),
    cost: () => scene.requests.reduce((sum, { cost }) => sum + cost, 0),
    violations: scene.violations,
    trap: scene.trap,
    now: () => scene.clock.now(),
    advance: (milliseconds) => scene.clock.advance(milliseconds),
    fault: (fault) => scene.faults.add(fault),
    clearFaults: () => scene.faults.clear(),
    answer: (reviewer) => {
      scene.reviewer = reviewer;
    },
    play: (player) => {
      scene.player = player;
    },
    forgetCache: () => scene.cache.clear(),
    close,
  };
}
