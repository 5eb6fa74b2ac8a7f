import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { TaskManifest } from './task-package';

const manifest: TaskManifest = {
  id: '0b7d8f0e-6a52-4a53-9d3e-3b5b1f5f0c11',
  name: 'Sample',
  version: { Major: 1, Minor: 2, Patch: 3 },
  inputs: [
    { name: 'greeting', type: 'string', defaultValue: 'hello' },
    { name: 'key', type: 'string' },
    { name: 'connection', type: 'connectedService:sample' },
  ],
  outputVariables: [{ name: 'verdict' }],
  execution: { Node24: { target: 'index.js' }, Node20_1: { target: 'index.js' } },
  restrictions: { settableVariables: { allowed: ['verdict', 'count*'] } },
};

/** A tiny packaged task that runs the given script. */
export function sampleExtension(
  folder: string,
  script: string,
  changes: Partial<TaskManifest> = {},
  files: Readonly<Record<string, string>> = {},
): string {
  const contributions = [{ type: 'ms.vss-distributed-task.task', properties: { name: 'Folder' } }];
  const path = join(folder, 'sample.vsix');
  writeFileSync(
    path,
    zipSync({
      'extension.vsomanifest': strToU8(JSON.stringify({ contributions })),
      'Folder/task.json': strToU8(JSON.stringify({ ...manifest, ...changes })),
      'Folder/index.js': strToU8(script),
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`Folder/${name}`, strToU8(text)])),
    }),
  );
  return path;
}
