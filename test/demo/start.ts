import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { countsText } from '../../src/steps/record/status-text';
import type { TaskOutcome } from '../agent/run-task';
import type { Run } from '../emulators/azure-devops/runs';
import { repositoryOnDisk } from './repository-on-disk';
import { createSampleRepository } from './sample-repository';
import { keepRun, openStage, packagedExtension, type Stage } from './stage';
import { startFix } from './start-fix';

const USAGE = `npm start                                     reviews the sample's pull request
npm start -- --repo PATH --base REF --head REF   reviews a change of a repository on disk
npm start -- fix                              shows the second task: a request, its plan, an approval, a draft pull request
           --once                                writes the page as a file and ends, also on a terminal
ANTHROPIC_API_KEY                                asks Claude instead of the stand-in reviewer`;

void main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      repo: { type: 'string' },
      base: { type: 'string' },
      head: { type: 'string' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (positionals.length > 0) return await startFixOrRefuse(positionals, values);
  const key = process.env.ANTHROPIC_API_KEY ?? '';
  const stage = await openStage({
    repository: repositoryOf(values),
    ...(values.head === undefined ? {} : { pullRequest: { title: values.head, description: '' } }),
  });
  console.log(
    key
      ? 'Reviewer: Claude, with your key.'
      : 'Reviewer: a stand-in with a few rules of thumb, not Claude. Set ANTHROPIC_API_KEY for Claude.',
  );
  const semgrep = 'auto';
  const asClaude = { secretVariables: { ClaudeKey: key }, inputs: { endpoint: '', semgrep } };
  const outcome = await stage.run(key ? asClaude : { inputs: { semgrep } });
  tell(outcome);
  leaveResults(outcome);
  await stage.azureDevOps.installExtension(packagedExtension());
  const run = keepRun(stage, outcome);
  await show(stage, run, values.once || !process.stdout.isTTY);
}

async function startFixOrRefuse(
  [word, ...more]: readonly string[],
  { repo, once }: { repo?: string | undefined; once: boolean },
): Promise<void> {
  if (word !== 'fix' || more.length > 0 || repo !== undefined)
    throw new Error(`${[word, ...more].join(' ')} is nothing that can be shown here; allowed: fix, alone.\n\n${USAGE}`);
  await startFix(once || !process.stdout.isTTY);
}

function repositoryOf({
  repo,
  base,
  head,
}: {
  repo?: string | undefined;
  base?: string | undefined;
  head?: string | undefined;
}) {
  if (repo === undefined && base === undefined && head === undefined) return createSampleRepository();
  if (repo && base && head) return repositoryOnDisk(repo, base, head);
  throw new Error(`--repo, --base and --head go together.\n\n${USAGE}`);
}

function tell(outcome: TaskOutcome): void {
  console.log(outcome.lines.map((line) => `  | ${line}`).join('\n'));
  for (const { type, message } of outcome.issues) console.log(`${type}: ${message}`);
  const { verdict, blockers, warnings, suggestions, costUsd } = outcome.outputVariables;
  console.log(`\nTask result ${outcome.result} after ${(outcome.milliseconds / 1000).toFixed(1)} s.`);
  const counts = { blockers: Number(blockers), warnings: Number(warnings), suggestions: Number(suggestions) };
  console.log(`Verdict ${verdict}: ${countsText(counts)}, about $${costUsd}.`);
}

/** What a pipeline publishes with its run, beside the page. */
function leaveResults({ attachments }: TaskOutcome): void {
  mkdirSync(resolve('dist'), { recursive: true });
  for (const { type, content } of attachments) {
    const name = {
      'second-pass.report': 'report.html',
      'second-pass.record': 'record.json',
      'second-pass.sarif': 'findings.sarif',
    }[type];
    if (name === undefined || content === null) continue;
    writeFileSync(resolve('dist', name), content);
    console.log(`Left as ${type.replace('second-pass.', '')}: ${resolve('dist', name)}`);
  }
}

/** On a terminal the page is served until interrupted; otherwise it is left as one file. */
async function show(stage: Stage, run: Run, once: boolean): Promise<void> {
  if (once) {
    const file = resolve('dist', 'pull-request.html');
    writeFileSync(file, await stage.azureDevOps.renderPage(stage.pullRequestId));
    console.log(`The pull request's page: ${file}`);
    return stage.close();
  }
  console.log(`The run's page, on its own tab: ${stage.azureDevOps.runTabUrl(run)}`);
  console.log(`The pull request's page: ${stage.page}\nInterrupt (Ctrl+C) to end.`);
  process.once('SIGINT', () => void stage.close().then(() => process.exit(0)));
}
