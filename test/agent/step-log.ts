import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { minimatch } from 'minimatch';
import { isBrokenCommand, type LogCommand, parseLogCommand } from './log-command';
import { createSecretMask, type SecretMask } from './secret-mask';
import type { TaskManifest } from './task-package';

export type StepResult = 'Succeeded' | 'SucceededWithIssues' | 'Failed' | 'Canceled' | 'Skipped';

export interface Issue {
  type: 'error' | 'warning';
  message: string;
}

export interface Attachment {
  type: string;
  name: string;
  /** Absolute path as the command gave it. */
  path: string;
  /** Read after the step, as the agent does; null when the file was gone by then. */
  content: string | null;
}

/** What the agent makes of a step's output. */
export interface StepLog {
  /** Lines of the log with secrets masked, commands left out. */
  lines: readonly string[];
  commands: readonly LogCommand[];
  /** At most ten of each type, as the agent keeps them. */
  issues: readonly Issue[];
  outputVariables: Readonly<Record<string, string>>;
  /** Variables that later steps of the job would see. */
  variables: Readonly<Record<string, string>>;
  mask: SecretMask;
  take(line: string): void;
  addIssue(type: Issue['type'], message: string): void;
  /** Reads attached files and the summary; to be called when the process has ended. */
  collect(): { attachments: Attachment[]; summary: string; handedOver: ReadonlySet<string> };
  /** The result so far; null when no command set one. */
  result(): StepResult | null;
  /** Called when a command asks for the step to be ended although the process lives. */
  onDone(act: () => void): void;
}

const order: readonly StepResult[] = ['Succeeded', 'Skipped', 'SucceededWithIssues', 'Canceled', 'Failed'];
const issuesKept = 10;
const blockedWhenRestricted = /^(task\.(uploadsummary|addattachment|uploadfile|setendpoint)|artifact\..*|build\..*)$/;

export function createStepLog(manifest: TaskManifest): StepLog {
  const lines: string[] = [];
  const commands: LogCommand[] = [];
  const issues: Issue[] = [];
  const outputVariables: Record<string, string> = {};
  const variables: Record<string, string> = {};
  const files: { kind: 'summary' | 'attachment'; type: string; name: string; path: string }[] = [];
  const mask = createSecretMask();
  let worst: StepResult | null = null;
  let done = () => {};

  const write = (text: string) => lines.push(...mask.hide(text).split(/\r\n|\n|\r/));
  const merge = (result: StepResult) => {
    if (worst === null || order.indexOf(result) > order.indexOf(worst)) worst = result;
  };
  const addIssue = (type: Issue['type'], message: string) => {
    write(`##[${type}]${message}`);
    if (issues.filter((issue) => issue.type === type).length < issuesKept) {
      issues.push({ type, message: mask.hide(message) });
    }
  };
  const file = (kind: 'summary' | 'attachment', { data, properties }: LogCommand) => {
    const { type = '', name = '' } = properties;
    if (kind === 'attachment' && ![type, name].every(isFileName)) throw new Error(`bad type or name: ${type}, ${name}`);
    if (!isAbsolute(data) || !existsSync(data)) throw new Error(`no such file: ${data}`);
    files.push({ kind, type, name, path: data });
  };
  const setVariable = ({ properties, data }: LogCommand) => {
    const { variable = '', isoutput = '', issecret = '' } = properties;
    const allowed = manifest.restrictions?.settableVariables?.allowed;
    if (allowed && !allowed.some((pattern) => minimatch(variable, pattern, { nocase: true }))) {
      addIssue('warning', `${variable} is not in the list of settable variables`);
      return;
    }
    if (issecret.toLowerCase() === 'true') {
      if (/[\r\n]/.test(data)) throw new Error('a secret of several lines');
      mask.add(data);
    }
    const isDeclared = manifest.outputVariables?.some(({ name }) => name === variable);
    if (isoutput.toLowerCase() === 'true' || isDeclared) outputVariables[variable] = data;
    variables[variable] = data;
  };
  // The agent shows the text of a completion as the step's progress, not in the log.
  const complete = ({ properties }: LogCommand) => {
    const result = order.find((known) => known === properties.result);
    if (!result) throw new Error(`no result: ${properties.result}`);
    merge(result);
    if (properties.done?.toLowerCase() === 'true') done();
  };
  const handlers: Record<string, (command: LogCommand) => void> = {
    'task.logissue': ({ properties, data }) => addIssue(issueType(properties.type), data),
    'task.issue': ({ properties, data }) => addIssue(issueType(properties.type), data),
    'task.complete': complete,
    'task.setvariable': setVariable,
    'task.setsecret': ({ data }) => mask.add(data),
    'task.debug': () => {},
    'task.uploadsummary': (command) => file('summary', command),
    'task.addattachment': (command) => file('attachment', command),
  };
  for (const name of otherCommands) handlers[name] = () => {};

  const run = (command: LogCommand) => {
    commands.push(command);
    if (manifest.restrictions?.commands?.mode === 'restricted' && blockedWhenRestricted.test(command.name)) {
      addIssue('warning', `${command.name} is not allowed in restricted mode`);
      return;
    }
    const handler = handlers[command.name];
    const area = command.name.split('.')[0] ?? '';
    try {
      if (handler) handler(command);
      else if (areas.has(area)) throw new Error('no such command');
      else addIssue('warning', `${command.name} was not found`);
    } catch (error) {
      addIssue('error', `Unable to process ${command.name}: ${error instanceof Error ? error.message : error}`);
      merge('Failed');
    }
  };
  return {
    lines,
    commands,
    issues,
    outputVariables,
    variables,
    mask,
    take(line) {
      const command = parseLogCommand(line);
      if (command) return run(command);
      if (isBrokenCommand(line)) addIssue('warning', `'##vso' in a line that is no command: ${line}`);
      else write(line);
    },
    addIssue,
    collect() {
      const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
      const attachments = files.filter(({ kind }) => kind === 'attachment');
      const summaries = files.filter(({ kind }) => kind === 'summary');
      return {
        attachments: attachments.map(({ type, name, path }) => ({ type, name, path, content: read(path) })),
        summary: summaries.map(({ path }) => read(path) ?? '').join('\n'),
        handedOver: new Set(files.map(({ path }) => path)),
      };
    },
    result: () => worst,
    onDone(act) {
      done = act;
    },
  };
}

const areas = new Set([
  'task',
  'artifact',
  'build',
  'telemetry',
  'release',
  'results',
  'codecoverage',
  'plugininternal',
]);

const otherCommands = [
  'task.setprogress',
  'task.settaskvariable',
  'task.prependpath',
  'task.logdetail',
  'task.uploadfile',
  'task.setendpoint',
  'artifact.upload',
  'artifact.associate',
  'build.addbuildtag',
  'build.uploadlog',
  'build.updatebuildnumber',
  'telemetry.publish',
];

function issueType(type: string | undefined): Issue['type'] {
  if (type?.toLowerCase() === 'error') return 'error';
  if (type?.toLowerCase() === 'warning') return 'warning';
  throw new Error(`no issue type: ${type}`);
}

function isFileName(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what file names cannot hold
  return text !== '' && !/[\u0000-\u001f<>:"/\\|?*]/.test(text);
}
