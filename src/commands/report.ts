import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { createStyle } from '../adapters/terminal/style';
import { badInputs } from '../errors';
import type { RunRecord } from '../steps/record/record';
import { readRecord, recordVersionOf } from '../steps/record/record-readers';
import { RECORD_VERSION } from '../steps/record/record-version';
import { quoted } from '../steps/settings/kinds';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { FORMATS, type Format, formatOf, shown } from './formats';
import { openOutput } from './output';
import type { Terminal } from './terminal';
import { readTextFile } from './text-file';

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
      const record = recordIn(file, terminal);
      const format = words.format ?? (words.output === undefined ? 'html' : formatOf(words.output));
      const style = createStyle(terminal.coloursResult && !output.isFile);
      output.write(shown(record, format, { style, artifacts: 'full', name: 'review' }));
      end(EXIT.good);
    });
};

/** @throws SecondPassError `bad-input` for a file that is no record, or one of a newer kind */
function recordIn(file: string, { folder }: Terminal): RunRecord {
  const path = resolve(folder, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw notOne(file, 'a file that exists');
  if (stat.size > LARGEST) throw notOne(file, `a file of at most ${LARGEST} bytes`);
  const text = readTextFile(path);
  if (recordVersionOf(text) > RECORD_VERSION)
    throw notOne(file, `a record of version ${RECORD_VERSION}; update Second Pass`);
  const record = readRecord(text);
  if (!record) throw notOne(file, 'a record as a run leaves it: *.record.json, or --format json');
  return record;
}

function notOne(file: string, allowed: string) {
  return badInputs([{ input: 'record', was: quoted(file), allowed }]);
}
