import { cutText } from '../../cut-text';
import type { PromptBlock } from '../../ports/model';
import { sha256 } from '../../sha256';
import type { Request } from '../request/request';
import type { FixSettings } from '../settings/fix-settings';
import type { Material } from './material';
import { ANSWER_TASK, CHANGE_TASK, POLICY } from './policy';
import { visible } from './visible-text';

export interface Brief {
  system: readonly PromptBlock[];
  user: readonly PromptBlock[];
}

export interface BriefParts {
  request: Pick<Request, 'verb' | 'text' | 'by'>;
  materials: readonly Material[];
  settings: Pick<
    FixSettings,
    'validationCommand' | 'instructions' | 'language' | 'maxFiles' | 'maxChangedLines' | 'protectTests'
  >;
  /** Where the copy lies for the tools. */
  top: string;
  /** Takes secrets out of every text that leaves the agent. */
  hide: (text: string) => string;
}

const LONGEST = 40_000;
/** So much is looked through for secrets: of megabytes, which anybody may write into a thread, that takes minutes. */
const LOOKED_THROUGH = 160_000;
/** No secret is longer: what stands so close to where a text was cut may be the half of one. */
const LONGEST_SECRET = 20_000;

/** Policy for all customers first, then what is true for this run, the request, and everything that may not ask. */
export function composeBrief({ request, materials, settings, top, hide }: BriefParts): Brief {
  const told = (material: Material) =>
    block(`material ${material.kind}`, `${material.title}\n${shown(material.text, hide)}`, material.files);
  return {
    system: [{ text: POLICY, name: 'policy' }],
    user: [
      ...materials.map(told),
      { text: hide(conditions(settings, top)), name: 'conditions' },
      block('request', shown(wordsOf(request), hide)),
      { text: request.verb === 'answer' ? ANSWER_TASK : CHANGE_TASK, name: 'task' },
    ],
  };
}

function wordsOf({ verb, text }: BriefParts['request']): string {
  return text.trim() === '' ? verb : `${verb} ${text}`;
}

/** The mark comes from the content, so that nothing inside can end it. */
function block(name: string, content: string, files: readonly string[] = []): PromptBlock {
  const mark = `${name} ${sha256(content, 32)}`;
  return { text: `<<< ${mark}\n${content}\n>>> end of ${mark}\n`, name, files };
}

function conditions(settings: BriefParts['settings'], top: string): string {
  const { validationCommand, instructions, language, maxFiles, maxChangedLines, protectTests } = settings;
  return [
    `The copy of the repository is at ${top}.`,
    validationCommand === ''
      ? 'There is no validation command: validate cannot be used, and nothing can be proven.'
      : `Validation command: ${validationCommand}`,
    `At most ${maxFiles} files and ${maxChangedLines} lines may change.`,
    protectTests ? 'Existing tests may not be changed, renamed, skipped or deleted; new ones may be added.' : '',
    language === '' ? '' : `Write title, summary and answers in ${language}.`,
    instructions === '' ? '' : `The customer asks of every change: ${instructions}`,
  ]
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n');
}

function shown(text: string, hide: BriefParts['hide']): string {
  const looked = cutText(text, LOOKED_THROUGH);
  const isWhole = looked.length === text.length;
  const hidden = hide(visible(looked));
  if (isWhole && hidden.length <= LONGEST) return hidden;
  const most = isWhole ? LONGEST : Math.min(LONGEST, Math.max(0, hidden.length - LONGEST_SECRET));
  const gone = hidden.length - most + text.length - looked.length;
  return `${cutText(hidden, most)}\n[... ${gone} characters are not shown ...]`;
}
