import type { Files } from '../fakes/repository-of';
import { type Life, type LifeOptions, startLife } from './life';

export const base: Files = { 'src/a.ts': numbered('a'), 'src/b.ts': numbered('b') };

export const total = 'const total = order.total; // BUG(total blocker bug)';
export const send = 'try { send(); } catch {} // BUG(send warning error-handling)';

/** Thirty lines, and others among them. */
export function numbered(word: string, added: Readonly<Record<number, string>> = {}): string {
  const lines = Array.from({ length: 30 }, (_, index) => [
    ...(added[index + 1] === undefined ? [] : [added[index + 1]]),
    `// ${word} ${index + 1}`,
  ]);
  return `${lines.flat().join('\n')}\n`;
}

/** A blocker and a warning, far from each other. */
export const source: Files = { ...base, 'src/a.ts': numbered('a', { 5: total, 20: send }) };

export async function withLife(options: Partial<LifeOptions>, live: (life: Life) => Promise<void>): Promise<void> {
  const life = await startLife({ base, source, ...options });
  try {
    await live(life);
  } finally {
    await life.close();
  }
}

/** Threads of findings, the newest tracking comment apart. */
export function findings(life: Life) {
  const { threads } = life.emulator.snapshot(life.pullRequest.id);
  return threads.filter(({ properties }) => properties['SecondPass.Kind'] === 'finding');
}

export function threadOf(life: Life, name: string): number {
  const found = findings(life).find(({ comments }) => comments[0]?.content.includes(`${name} is described`));
  if (!found) throw new Error(`no thread about ${name}`);
  return found.id;
}

export function statuses(life: Life): string[] {
  const { statuses: all } = life.emulator.snapshot(life.pullRequest.id);
  return all.map(({ state, iterationId, description }) => `${state} (${iterationId}): ${description}`);
}
