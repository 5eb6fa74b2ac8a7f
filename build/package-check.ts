import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import { FIX_OUTPUT_NAMES } from '../src/adapters/azure-pipelines/fix-outputs';
import { OUTPUT_NAMES } from '../src/adapters/azure-pipelines/outputs';

interface TaskManifest {
  id: string;
  name: string;
  version: { Major: number; Minor: number; Patch: number };
  groups: { name: string }[];
  inputs: TaskInput[];
  outputVariables: { name: string }[];
  execution: Record<string, { target: string }>;
  restrictions: { commands?: unknown; settableVariables: { allowed: string[] } };
}

interface TaskInput {
  name: string;
  type: string;
  defaultValue: string;
  groupName: string;
  options?: Record<string, string>;
  visibleRule?: string;
}

interface ExtensionManifest {
  version: string;
  description: string;
  contributions: { id: string; type: string; properties: { name: string } }[];
}

const extensionKeys =
  'manifestVersion id publisher version name description public targets scopes categories tags icons content files contributions';

/** Folders of the extension's tasks, and the output variables that each sets. */
const tasks: Readonly<Record<string, readonly string[]>> = {
  SecondPass: OUTPUT_NAMES,
  SecondPassFix: FIX_OUTPUT_NAMES,
};

/** @throws Error with every fault of the tasks' manifests and vss-extension.json, each on a line */
export function checkManifests(root: string, stage: string): void {
  const extension: ExtensionManifest = readJson(join(stage, 'vss-extension.json'));
  const staged = Object.keys(tasks).map((name): [string, TaskManifest] => [
    name,
    readJson(join(stage, name, 'task.json')),
  ]);
  const faults = [
    ...staged.flatMap(([folder, task]) =>
      taskFaults(root, stage, folder, task).map((fault) => (folder === 'SecondPass' ? fault : `${folder}: ${fault}`)),
    ),
    ...extensionFaults(root, stage, staged, extension),
    ...iconFaults(stage),
  ];
  if (faults.length > 0) throw new Error(['The manifests are not valid:', ...faults].join('\n  '));
}

function taskFaults(root: string, stage: string, folder: string, task: TaskManifest): string[] {
  return [
    ...schemaFaults(task),
    ...toolFaults(join(stage, folder, 'task.json'), task),
    ...versionFaults(root, task),
    ...inputFaults(task),
    ...outputFaults(task, tasks[folder] ?? []),
    ...handlerFaults(join(stage, folder), task),
    ...(task.name === folder ? [] : [`task.json: name ${task.name}; its folder is ${folder}`]),
  ];
}

function schemaFaults(task: TaskManifest): string[] {
  const schema = readJson<object>(join(__dirname, 'package-task.schema.json'));
  // One pattern of the schema is no valid regular expression with the u flag.
  const validate = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true }).compile(schema);
  if (validate(task)) return [];
  return (validate.errors ?? []).map((error) => `task.json${error.instancePath}: ${error.message ?? 'wrong'}`);
}

/** What the packing tool checks too, but only warns of. */
function toolFaults(path: string, task: TaskManifest): string[] {
  const { validateTask } = require('tfx-cli/_build/lib/jsonvalidate.js') as {
    validateTask(path: string, task: unknown): string[];
  };
  return validateTask(path, task);
}

function versionFaults(root: string, task: TaskManifest): string[] {
  const { version } = readJson<{ version: string }>(join(root, 'package.json'));
  const { Major, Minor, Patch } = task.version;
  const own = `${Major}.${Minor}.${Patch}`;
  return own === version ? [] : [`task.json: version ${own}, package.json: ${version}`];
}

function inputFaults({ inputs, groups }: TaskManifest): string[] {
  const names = inputs.map(({ name }) => name);
  const faults = names.filter((name, at) => names.indexOf(name) !== at).map((name) => `input ${name} stands twice`);
  for (const { name, defaultValue, groupName, options, visibleRule } of inputs) {
    if (!groups.some((group) => group.name === groupName)) faults.push(`input ${name}: no group ${groupName}`);
    if (options && defaultValue !== '' && !(defaultValue in options)) {
      faults.push(`input ${name}: default ${defaultValue} is no option`);
    }
    const named = (visibleRule ?? '').split(/&&|\|\|/).map((part) => part.trim().split(/\s/)[0] ?? '');
    for (const other of named) {
      if (other !== '' && !names.includes(other)) faults.push(`input ${name}: visibleRule names ${other}`);
    }
  }
  return faults;
}

function outputFaults({ outputVariables, restrictions }: TaskManifest, names: readonly string[]): string[] {
  const wanted = names.join(' ');
  const declared = outputVariables.map(({ name }) => name).join(' ');
  const allowed = restrictions.settableVariables.allowed.join(' ');
  return [
    ...(declared === wanted ? [] : [`outputVariables: ${declared}; the task sets: ${wanted}`]),
    ...(allowed === wanted ? [] : [`settableVariables: ${allowed}; the task sets: ${wanted}`]),
    ...(restrictions.commands ? ['restrictions.commands would block the summary and the attachments'] : []),
  ];
}

function handlerFaults(folder: string, { execution }: TaskManifest): string[] {
  const wanted = ['Node20_1', 'Node24'];
  const handlers = Object.keys(execution).sort();
  const missing = Object.values(execution).filter(({ target }) => !existsSync(join(folder, target)));
  return [
    ...(handlers.join() === wanted.join() ? [] : [`handlers ${handlers.join(', ')}; wanted: ${wanted.join(', ')}`]),
    ...missing.map(({ target }) => `handler target ${target} is not there`),
  ];
}

function extensionFaults(
  root: string,
  stage: string,
  staged: readonly [string, TaskManifest][],
  extension: ExtensionManifest,
): string[] {
  const { version } = readJson<{ version: string }>(join(root, 'package.json'));
  const known = extensionKeys.split(' ');
  const faults = Object.keys(extension)
    .filter((name) => !known.includes(name))
    .map((name) => `vss-extension.json: the packing tool would pass "${name}" on without a word`);
  if (extension.version !== version)
    faults.push(`vss-extension.json: version ${extension.version}, package: ${version}`);
  if (extension.description.length > 200) faults.push('vss-extension.json: description over 200 characters');
  const byType = (type: string) => extension.contributions.filter((entry) => entry.type === type);
  for (const [, { name }] of staged) {
    const isNamed = byType('ms.vss-distributed-task.task').some(({ properties }) => properties.name === name);
    if (!isNamed || !existsSync(join(stage, name, 'task.json')))
      faults.push(`vss-extension.json: no contribution of the task ${name}`);
  }
  const ids = staged.map(([, { id }]) => id.toLowerCase());
  if (new Set(ids).size < ids.length) faults.push('two tasks have the same id');
  for (const { properties } of byType('ms.vss-endpoint.service-endpoint-type')) {
    const type = `connectedService:${properties.name}`;
    for (const [, { name, inputs }] of staged)
      if (!inputs.some((input) => input.type === type)) faults.push(`${name}: no input of type ${type}`);
  }
  return faults;
}

function iconFaults(stage: string): string[] {
  const icons: [path: string, size: number][] = [
    ['SecondPass/icon.png', 32],
    ['SecondPassFix/icon.png', 32],
    ['extension-icon.png', 128],
  ];
  return icons.flatMap(([path, size]) => {
    const bytes = readFileSync(join(stage, path));
    const isRight = bytes.readUInt32BE(16) === size && bytes.readUInt32BE(20) === size;
    return isRight ? [] : [`${path} is not ${size} pixels wide and high`];
  });
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
