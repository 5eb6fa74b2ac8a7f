import type { Progress } from '../adapters/terminal/progress';

type Method = (...words: unknown[]) => unknown;

/** What takes long enough to be told, by stage and method. The others are quick, or part of these. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  git: { changes: 'reading which files changed', patch: 'reading what changed in them' },
  'static analysis': { scan: 'static analysis with Semgrep' },
  skeletons: { outline: 'outlines of the changed files' },
  Claude: { ask: 'Claude' },
};

/** The same port, whose long calls show in the progress line: each request to Claude by its pass and part. */
export function watched<Port extends object>(stage: string, port: Port, progress: Pick<Progress, 'begin'>): Port {
  const methods = Object.entries(port).map(([name, value]) => {
    const words = WORDS[stage]?.[name];
    if (words === undefined || typeof value !== 'function') return [name, value];
    return [
      name,
      (...given: unknown[]) => tell(progress, `${words}${labelOf(given[0])}`, () => (value as Method)(...given)),
    ];
  });
  return Object.fromEntries(methods);
}

function labelOf(request: unknown): string {
  const hasLabel = typeof request === 'object' && request !== null && 'label' in request;
  return hasLabel ? `: ${String(request.label)}` : '';
}

async function tell(progress: Pick<Progress, 'begin'>, what: string, work: () => unknown): Promise<unknown> {
  const ended = progress.begin(what);
  try {
    return await work();
  } finally {
    ended();
  }
}
