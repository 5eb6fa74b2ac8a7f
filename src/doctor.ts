import { conclude } from './conclude';
import { isSecondPassError } from './errors';
import type { ModelRequest } from './ports/model';
import type { RunRecord } from './steps/record/record';
import type { Settings } from './steps/settings/settings';
import type { World } from './world';

interface Check {
  what: string;
  /** Gives what was found, in a few words. */
  look: () => Promise<string>;
}

/** Run mode `doctor`: tries every part of the set-up that can be tried without writing, and says what is amiss. */
export async function doctor(settings: Settings, world: World): Promise<RunRecord> {
  const failures: string[] = [];
  const found: string[] = [];
  for (const { what, look } of checks(settings, world)) {
    try {
      const line = `${what}: ${await look()}`;
      world.log.info(`ok    ${line}`);
      found.push(line);
    } catch (error) {
      if (world.signal.aborted) throw world.signal.reason;
      const reason = isSecondPassError(error) ? `${error.message} ${error.advice}`.trim() : String(error);
      world.log.warn(`amiss ${what}: ${reason}`);
      failures.push(`${what}: ${reason}`);
    }
  }
  const healthy = `The set-up is complete: ${found.length} checks passed.`;
  const problems = failures.length === 0 ? [healthy] : failures;
  const situation = failures.length === 0 ? 'otherRunMode' : 'setUpAtFault';
  return conclude(settings, world, { situation, problems, notes: found });
}

function checks(settings: Settings, { host, repository, model, scanner, outliner, signal }: World): Check[] {
  const pullRequest = () => host.pullRequest();
  return [
    {
      what: 'Azure DevOps',
      look: async () => `pull request ${(await pullRequest()).id} is readable as ${(await pullRequest()).self.name}`,
    },
    {
      what: 'Threads',
      look: async () =>
        `${(await host.conversation((await pullRequest()).iteration.id)).threads.length} threads are readable`,
    },
    {
      what: 'git',
      look: async () =>
        `the change was listed (${(await repository.changes((await pullRequest()).iteration)).length} bytes)`,
    },
    {
      what: 'Claude',
      look: async () => `${settings.model} answers; ${await model.count(probe(settings), signal)} tokens counted`,
    },
    { what: 'Static analysis', look: async () => scannerState(settings, await scanner?.scan([], signal)) },
    { what: 'Skeletons', look: async () => (outliner === null ? 'switched off' : 'on') },
  ];
}

function scannerState(
  { semgrep }: Settings,
  report: Awaited<ReturnType<NonNullable<World['scanner']>['scan']>> | undefined,
): string {
  if (semgrep === 'off') return 'switched off';
  return report
    ? `${report.tool.name} ${report.tool.version}, sandbox: ${report.sandbox}`
    : 'Semgrep is not on this agent';
}

/** The smallest question that proves key, endpoint and model. */
function probe({ model, effort }: Settings): ModelRequest {
  const schema = { type: 'object', additionalProperties: false, required: [], properties: {} };
  return {
    label: 'doctor',
    model,
    effort,
    system: [{ text: 'Answer.' }],
    user: [{ text: 'Hello' }],
    schema,
    maxOutputTokens: 16,
  };
}
