import { cutText } from '../../cut-text';

/** Bounded gaps between words, so that no pattern takes longer than its line. */
const SIGNS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|(?:override|bypass)(?!s? (?:the )?system prompt))\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|system)\b[^.\n]{0,30}\b(?:instructions?|prompts?|guidelines|directives)\b/i,
  /\b(?:dear|attention|note (?:to|for)|message (?:to|for)|instructions? (?:for|to))[\s,:]{1,4}(?:the |any |all )?(?:ai|llms?|claude|chatgpt|gpt|copilot|language models?|automated (?:code )?reviewers?|(?:ai|code) review(?:er)? (?:bot|model)|second pass)\b[^.\n]{0,60}\b(?:approve|skip|ignore|rescind|dismiss|do not|don't|never|must|treat|pass|no (?:findings|issues|problems))\b/i,
  /\b(?:ai|llm|claude|automated|second pass)[ -](?:code )?reviewers?\b[^.\n]{0,40}\b(?:must|should|shall|please|do not|don't|never|approve|skip|ignore|pass)\b/i,
  /\b(?:do not|don't|never|need not) (?:report|flag|mention|raise)\b(?![^\n]{0,60}\b(?:public(?:ly)?|directly|through|via|github)\b)[^.\n]{0,30}\b(?:findings?|vulnerabilit(?:y|ies)|candidates?|security (?:issues?|problems?)|in (?:your|the) review)\b/i,
  /\b(?:report|return|output|answer|respond|reply)\b[^.\n]{0,20}\b(?:no|zero|empty)\b[^.\n]{0,15}\b(?:findings|candidates|vulnerabilities|verdicts)\b/i,
  /\b(?:mark|treat|classify|consider|rate)\b[^.\n]{0,30}\b(?:this|these|all|every|any)\b[^.\n]{0,30}\bas\b[^.\n]{0,15}\b(?:approved|false positives?|rescinded|dismissed|already handled|pre-approved)\b/i,
  /\b(?:this|the) (?:code|change|pull request|pr|diff) (?:has been|was|is) (?:already )?(?:pre-?)?(?:approved|reviewed|audited|vetted|cleared) by\b[^.\n]{0,60}\b(?:no (?:further )?review|skip|need not|nothing to report)\b/i,
  /\breviewers?\s*[:,]\s*(?:please )?(?:approve|rescind|dismiss|report nothing|skip|ignore)\b/i,
  /\b(?:approve|pass) this (?:pull request|pr|change|code)\b[^.\n]{0,40}\b(?:without|immediately|regardless|no matter|at once)\b/i,
  /\byou are (?:now (?:a|an|the)\b|(?:the|an automated) (?:code )?reviewer\b)/i,
  /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?INST\]|<<\/?SYS>>/,
  />>> end of (?:diff|alerts|skeletons|guidelines)\b|<<< (?:diff|alerts|skeletons|guidelines) [0-9a-f]{8}|#\s*Task: the (?:critique|sweep)\b|\bAnswer with pass "(?:sweep|critique)"/,
  /\b(?:ignoriere|vergiss|missachte)\b[^.\n]{0,40}\b(?:anweisungen|regeln|vorgaben)\b/i,
  /\bignore[rz]?\b[^.\n]{0,30}\b(?:instructions précédentes|consignes)\b/i,
  /\b(?:ignora|olvida)\b[^.\n]{0,30}\b(?:instrucciones|reglas)\b/i,
  /(?:忽略|无视)[^。\n]{0,12}(?:指令|指示|说明|规则)|(?:指示|命令)を無視/,
];

/** Lines without any of these words hold none of the signs; nearly all lines are told by this alone. */
const HINT =
  /instruct|prompt|review|claude|gpt|copilot|\bai\b|llm|language model|finding|vulnerab|candidate|verdict|approve|security|second pass|you are|\bINST|<\|im_|<\|system|<\|endof|SYS>>|end of |<<< |task: the|anweisung|regeln|vorgaben|consignes|instruccion|reglas|false positive|guideline|directive|rescind|dismiss|already handled|this (?:pr|change|code)|[\u3040-\u9fff]/i;

const LEADING_SIGNS = /^[\s/#*;%!'"`<>{}()|-]{1,40}/;
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;
/** Longer lines are read in part: a sentence that hides so far to the right is a matter of other rules. */
const MAX_LENGTH = 4000;

/** True for text that speaks to a model which reviews it, and not to people. */
export function addressesReviewer(text: string): boolean {
  const plain = cutText(text, MAX_LENGTH).replace(UNSEEN, '').normalize('NFKC');
  if (!HINT.test(plain)) return false;
  const unmarked = plain.replace(/[_*]+/g, ' ');
  return SIGNS.some((sign) => sign.test(plain) || sign.test(unmarked));
}

/** Numbers of the lines that do, a sentence over two lines included. */
export function addressingLines(lines: readonly { number: number; text: string }[]): number[] {
  return lines.flatMap(({ number, text }, index) => {
    const next = lines[index + 1];
    const sentence = next?.number === number + 1 ? `${text} ${next.text.replace(LEADING_SIGNS, '')}` : text;
    const isSplit = next !== undefined && !addressesReviewer(next.text) && addressesReviewer(sentence);
    return addressesReviewer(text) || isSplit ? [number] : [];
  });
}
