import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { createStyle } from '../adapters/terminal/style';
import { badInputs } from '../errors';
import { RECORD_VERSION, type RunRecord } from '../steps/record/record';
import { quoted } from '../steps/settings/kinds';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { FORMATS, type Format, formatOf, shown } from './formats';
import { openOutput } from './output';
import type { Terminal } from './terminal';

const LARGEST = 200_000_000;

export const addReport: AddCommand = (program, terminal, end) => {
  program
    .command('report')
    .description(
      'show the record of a run (a file of an earlier review, or of a pipeline) as a page or in another format',
    )
    .argument('<record>', 'the record: a file *.record.json')
    .addOption(new Option('--format <format>', 'default: by the name of --output, else html').choices(FORMATS))
    .option('--output <file>', 'where it goes instead of the standard output')
    .action((file: string, words: { format?: Format; output?: string }) => {
      const output = openOutput(words.output, terminal);
      const record = readRecord(file, terminal);
      const format = words.format ?? (words.output === undefined ? 'html' : formatOf(words.output));
      const style = createStyle(terminal.coloursResult && !output.isFile);
      output.write(shown(record, format, { style, artifacts: 'full', name: 'review' }));
      end(EXIT.good);
    });
};

/** @throws SecondPassError `bad-input` for a file that is no record, or one of a newer kind */
function readRecord(file: string, { folder }: Terminal): RunRecord {
  const path = resolve(folder, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw notOne(file, 'a file that exists');
  if (stat.size > LARGEST) throw notOne(file, `a file of at most ${LARGEST} bytes`);
  const record = parsed(readFileSync(path, 'utf8'));
  if (!isRecord(record)) throw notOne(file, 'a record as a run leaves it: *.record.json, or --format json');
  if (record.recordVersion > RECORD_VERSION)
    throw notOne(file, `a record of version ${RECORD_VERSION}; update Second Pass`);
  return record;
}

function notOne(file: string, allowed: string) {
  return badInputs([{ input: 'record', was: quoted(file), allowed }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** What every format reads; more is not asked of files that the user names. */
function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  const lists = ['files', 'findings', 'setAside', 'accepted', 'discussed', 'receipt', 'calls', 'problems', 'notes'];
  const objects = ['product', 'ending', 'counts', 'reviewer', 'cost'];
  return (
    typeof one.recordVersion === 'number' &&
    lists.every((name) => Array.isArray(one[name])) &&
    objects.every((name) => typeof one[name] === 'object' && one[name] !== null)
  );
}
