import { parseArgs } from 'node:util';
import { badInputs, SecondPassError } from '../../errors';

export interface EvaluationWords {
  folder: string;
  /** Folder of requests and answers in the place of a model; empty for the model itself. */
  answers: string;
  out: string;
  judges: readonly string[];
  compare: string;
  only: readonly string[];
  /** Inputs of a review by their names. */
  inputs: Record<string, string>;
}

export const EVALUATION_USAGE = `evaluate FOLDER [--answers FOLDER] [--out FOLDER] [--judges MODEL,MODEL] [--compare FILE] [--only NAME,...] [--INPUT VALUE ...]

Reviews every case of FOLDER and measures the result against its known problems: docs/evaluation.md says how a case is
written. --answers puts files in the place of the model; --judges lets two models judge the comments, without it a person
fills in judgements.json; --compare takes results.json of another version or other settings. Nothing is written but --out.

evaluate FOLDER --from-pull-requests --organization URL --project NAME --repository NAME [--since DATE] [--most NUMBER]

Writes cases to FOLDER: completed pull requests in which threads of reviewers led to a change, 50 at most unless --most says
otherwise. AZURE_DEVOPS_TOKEN holds a token that may read code; nothing is asked of a model.`;

/**
 * The words behind `evaluate`; null when they only ask how to write them.
 * @throws SecondPassError `bad-input` naming the word that is wrong, missing or unknown
 */
export function readEvaluationWords(words: readonly string[], inputNames: readonly string[]): EvaluationWords | null {
  const text = { type: 'string' } as const;
  const own = { answers: text, out: text, judges: text, compare: text, only: text };
  const options = {
    ...Object.fromEntries(inputNames.map((name) => [name, text])),
    ...own,
    help: { type: 'boolean' } as const,
  };
  const { values, positionals } = parsed(() => parseArgs({ args: [...words], options, allowPositionals: true }));
  const {
    answers = '',
    out = '',
    judges = '',
    compare = '',
    only = '',
    help,
    ...inputs
  } = values as Record<string, string>;
  if (help) return null;
  const [folder = '', ...more] = positionals;
  if (folder === '' || more.length > 0) {
    throw badInputs([{ input: 'FOLDER', was: JSON.stringify(positionals.join(' ')), allowed: 'one folder of cases' }]);
  }
  const models = list(judges);
  if (judges !== '' && models.length !== 2) {
    throw badInputs([
      { input: '--judges', was: JSON.stringify(judges), allowed: 'two models with a comma between them' },
    ]);
  }
  return { folder, answers, out: out || `${folder}-results`, judges: models, compare, only: list(only), inputs };
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function parsed<Values>(parse: () => Values): Values {
  try {
    return parse();
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. To specify')[0] ?? '') : String(cause);
    const advice = 'evaluate --help shows how to write it.';
    throw new SecondPassError({ kind: 'badInput', code: 'bad-input', message: `${message}.`, advice, cause });
  }
}
