import { createClaude } from '../../src/adapters/claude/claude';
import { createMask } from '../../src/adapters/http/mask';
import type { FixWorld } from '../../src/fix-world';
import type { HostWrite } from '../../src/ports/code-host';
import type { Model } from '../../src/ports/model';
import { createMasking } from '../../src/steps/secrets/masking';
import type { FixSettings } from '../../src/steps/settings/fix-settings';
import { readFixSettings } from '../../src/steps/settings/read-fix-settings';
import { clock } from '../../src/wiring/clock';
import type { ClaudeEmulator } from '../emulators/claude/server';
import { DEFAULT_KEY } from '../emulators/claude/server';
import type { Workbench } from './workbench';

export const KNOWN_SECRET = 'pat-of-this-very-run-0123456789';

/** A world in this process: real git, real sandbox, the stand-in for Claude; a request of the pipeline itself. */
export function fakeWorld(
  bench: Workbench,
  claude: ClaudeEmulator,
  signal: AbortSignal = new AbortController().signal,
): FixWorld & { lines: string[]; written: HostWrite[] } {
  const mask = createMask();
  mask.add(KNOWN_SECRET);
  const lines: string[] = [];
  const written: HostWrite[] = [];
  const say = (line: string) => void lines.push(line);
  const absent = () => Promise.reject(new Error('not asked for in these tests'));
  return {
    lines,
    written,
    host: () => ({ pullRequest: absent, conversation: absent, apply: absent, now: () => 0 }),
    comments: { self: absent, comment: absent, thread: absent },
    pipelines: { artifact: absent, tagsSince: async () => [], setTags: async () => {} },
    approvals: { ofStage: absent },
    people: { belongs: absent, ids: absent },
    workItems: { read: absent },
    writer: () => {
      throw new Error('a run that plans writes nothing');
    },
    model: modelOf(claude),
    code: () => ({
      repository: bench.repository,
      trees: bench.trees,
      defaultBranch: async () => 'refs/heads/main',
      tip: async () => bench.commit,
      pullRequestOf: async () => null,
    }),
    workshops: bench.workshops,
    scanner: null,
    policy: { limits: [], enforced: {}, now: absent, under: absent },
    masking: createMasking((text) => mask.hide(text)),
    holdsSecret: mask.finds,
    signingKey: null,
    left: [],
    log: { info: say, warn: say, group: say },
    now: clock.now,
    ...{ clock, signal, calls: [], tools: [], sent: [], stages: () => [] },
    run: {
      ...{ version: '1.0.0', id: 'build 7 1', url: 'http://azure.example/run/7', startedAt: clock.now(), buildId: '7' },
      ...{
        collectionUrl: 'http://azure.example/',
        repositoryId: 'shop',
        definitionId: '',
        stage: 'plan',
        queuedBy: { id: '', name: '' },
      },
    },
  } as unknown as FixWorld & { lines: string[]; written: HostWrite[] };
}

function modelOf(claude: ClaudeEmulator): Model {
  return createClaude({
    provider: 'anthropic',
    endpoint: claude.url,
    credential: { kind: 'key', key: DEFAULT_KEY },
    inferenceGeo: '',
    acceptsEffort: () => true,
    fetch,
    clock,
    log: { info() {}, warn() {}, group() {} },
    remaining: () => 60_000,
    random: () => 0,
  });
}

export function settingsFor(inputs: Record<string, string>): FixSettings {
  return readFixSettings({ runMode: 'plan', request: 'fix the sum', ...inputs }).settings;
}
