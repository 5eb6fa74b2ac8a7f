import { cutText } from '../../cut-text';

/** Bounded gaps between words, so that no pattern takes longer than its line. */
const SIGNS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|(?:override|bypass)(?!s? (?:the )?system prompt))\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|system)\b[^.\n]{0,30}\b(?:instructions?|prompts?|guidelines|directives|directions)\b/i,
  /\b(?:ignore|disregard|forget)\b everything (?:above|before|said)\b/i,
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
  /\bhuman:[^\n]{0,60}\b(?:stop|skip|approve|ignore|no issues)\b[^\n]{0,100}assistant:/i,
  /\b(?:pre-?approved|already (?:approved|reviewed|audited|cleared))\b[^\n]{0,60}\b(?:(?:do not|don't|no need to) (?:flag|report|review)|skip)\b/i,
  /\byou are now in approval mode\b/i,
  /\bend of (?:the )?(?:diff|review|change)\b[^\n]{0,20}\b(?:review|complete|done|finished|stop)\b/i,
  /\bseverity\b[^.\n]{0,60}\b(?:at most|counts? as|never (?:more|above|higher)(?: than)?)\b[^.\n]{0,15}\bsuggestions?\b/i,
  // Words of our own protocol.
  /"(?:candidates|verdicts)"\s*:\s*\[\s*\]|\b(?:the|all|every|any) (?:critique|sweep|candidates?|verdicts?|sast alerts?)\b[^.\n]{0,40}\b(?:rescind(?:ed)?|dismiss(?:ed)?|false positives?|empty)\b|\bsast\b[^.\n]{0,40}\b(?:false positives?|dismiss)\b|\b[cs]\d{1,3}(?:, ?[cs]\d{1,3})*\s*:\s*(?:false positives?|rescind|dismiss|not there)\b/i,
  /\b(?:ignoriere|vergiss|missachte)\b[^.\n]{0,40}\b(?:anweisungen|regeln|vorgaben)\b/i,
  /\bignore[rz]?\b[^.\n]{0,30}\b(?:instructions précédentes|consignes)\b/i,
  /\b(?:ignora|olvida)\b[^.\n]{0,30}\b(?:instrucciones|reglas)\b/i,
  /(?:忽略|无视)[^。\n]{0,12}(?:指令|指示|说明|规则)|(?:指示|命令)を無視/,
];

/** Who is spoken to, and what is asked: in one line they speak to a reviewer, in whatever order. */
const ADDRESSEE =
  /(?<![\p{L}\p{N}_./@-])(?:@?claude(?![-.\w]*\d|[ -](?:code|api|desktop))|@?chatgpt|@copilot|second pass|(?:ai|ki|ia|ии|llm|bot|automated|automatic|machine)[ -](?:code[ -])?(?:reviewers?|gutachter|prüfer|assistant|assistent|ревьюер\w*)|(?:review(?:er)?|reviewing)[ -](?:bot|ai|model|agent|llm)|(?:dear|hey|hello|attention|to the|note to|for the) reviewers?|note to reviewers|llms?\s*:|assistant ia|re(?:visor|visore|lecteur) (?:de )?ia)(?![\p{L}\p{N}_])|ai ?(?:レビュ|审查|評論|审核)|(?:审查|审核|評審)模型/iu;
const ORDER =
  /(?<![\p{L}_])(?:approve (?:this|it|the|all|everything)|skip (?:this|the|it|all)|ignore (?:this|the|it|all|these)|rescind|dismiss|trusted|(?:report|flag|find|raise|mention) (?:nothing|no|none)|(?:no|zero) (?:findings?|issues|problems|candidates)|nothing to (?:report|flag|see)|(?:do not|don['’]?t|must not|n[o0]t|never) (?:report|flag|mention|raise|comment|rep[o0]rt)|stop reviewing|(?:keine|nichts) (?:befunde|fehler|probleme|melden|beanstanden)|nicht (?:melden|beanstanden)|ne (?:signale|rapporte)\p{L}*|(?:rien|aucun problème) à signaler|no (?:informes|señales|reportes|segnalare)|não (?:reporte|relate)|не (?:сообщай|отмечай)\p{L}*|одобри\p{L}*)(?![\p{L}_])|指摘し(?:ない|ません)|(?:不要|请勿|別)(?:报告|報告|指出|标记)|批准/iu;

/** Lines without any of these words hold none of the signs; nearly all lines are told by this alone. */
const HINT =
  /instruct|prompt|review|human:|severity|sast|ревьюер|revisor|lecteur|gutachter|prüfer|assistan|everything|directions|\b[cs]\d{1,3}\s*:|claude|gpt|copilot|\bai\b|llm|language model|finding|vulnerab|candidate|verdict|approve|security|second pass|you are|\bINST|<\|im_|<\|system|<\|endof|SYS>>|end of |<<< |task: the|anweisung|regeln|vorgaben|consignes|instruccion|reglas|false positive|guideline|directive|rescind|dismiss|already handled|this (?:pr|change|code)|[\u3040-\u9fff]/i;

/** Hints that begin with signs which may stand before a sentence. */
const MARKUP = /<\||<<</;
const LEADING_SIGNS = /^[\s/#*;%!'"`<>{}()|-]{1,40}/;
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;
const BEYOND_ASCII = /[^\0-\x7f]/;
/** Longer lines are read in part: a sentence that hides so far to the right is a matter of other rules. */
const MAX_LENGTH = 4000;

/** True for text that speaks to a model which reviews it, and not to people. */
export function addressesReviewer(text: string): boolean {
  const plain = plainText(text);
  return HINT.test(plain) && speaks(plain);
}

/** Numbers of the lines that do, a sentence over two lines included. */
export function addressingLines(lines: readonly { number: number; text: string }[]): number[] {
  if (!holdHint(lines)) return [];
  return lines.flatMap(({ number, text }, index) => {
    const next = lines[index + 1];
    const isFollowed = next?.number === number + 1;
    const sentence = plainText(isFollowed ? `${text} ${next.text.replace(LEADING_SIGNS, '')}` : text);
    // A sentence begins with its line, so that without a hint nothing more has to be read.
    if (!HINT.test(sentence)) return [];
    const isSplit = isFollowed && !addressesReviewer(next.text) && speaks(sentence);
    return addressesReviewer(text) || isSplit ? [number] : [];
  });
}

/** Whether a line, or a line and the one below it, may hold a hint: looked for in all of them at once. */
function holdHint(lines: readonly { text: string }[]): boolean {
  const texts = lines.map(({ text }) => cutText(text, MAX_LENGTH));
  const [whole, joined] = [texts.join('\n'), texts.map((text) => text.replace(LEADING_SIGNS, '')).join(' ')];
  return BEYOND_ASCII.test(whole) || MARKUP.test(whole) || HINT.test(joined);
}

function plainText(text: string): string {
  const head = cutText(text, MAX_LENGTH);
  return BEYOND_ASCII.test(head) ? head.replace(UNSEEN, '').normalize('NFKC') : head;
}

function speaks(plain: string): boolean {
  const unmarked = plain.replace(/[_*]+/g, ' ');
  return isOrder(plain) || SIGNS.some((sign) => sign.test(plain) || sign.test(unmarked));
}

function isOrder(text: string): boolean {
  return ADDRESSEE.test(text) && ORDER.test(text);
}
