import { governReview } from '../steps/policy/govern';
import { limitLines, limitText } from '../steps/policy/limit-lines';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { addInputs } from './input-options';
import { openOutput } from './output';
import { policyIn, subjectNamed } from './policy-words';
import { inputsOf, type SettingsWords } from './settings-of';

type Words = SettingsWords & { for?: string; output?: string };

export const addPolicy: AddCommand = (program, terminal, end) => {
  const command = program
    .command('policy')
    .description('check the file of a policy, and show what it limits and what it would change; reads nothing else')
    .argument('<file>', 'the policy: JSON as docs/policy.schema.json describes it')
    .option('--for <scope>', 'the project, or project/repository, that it is asked about')
    .option('--config <file>', 'inputs of a pipeline in YAML, by their names; the command line wins over it')
    .option('--output <file>', 'where it goes instead of the standard output')
    .action((file: string, words: Words) => {
      const output = openOutput(words.output, terminal);
      const policy = policyIn(file, terminal);
      const subject = subjectNamed(words.for);
      const { effective, notes, refusals } = governReview(policy, subject, inputsOf(words, terminal));
      const limits = limitLines(effective).map(limitText);
      const all = limits.length === 0 ? ['It limits nothing here.'] : limits;
      output.write([...all, ...effective.ignored, ...notes, ...refusals].map((line) => `${line}\n`).join(''));
      end(EXIT.good);
    });
  addInputs(command);
};
