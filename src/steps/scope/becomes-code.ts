import { basename } from 'node:path/posix';
import { isCodeName } from './code-name';
import { runsUnread } from './runs-unread';

const PIPELINE = /\.ya?ml$/i;

/** Takes a file to another name. */
const COPIES = /(?:^|[\s;&|"'`(@])(?:COPY|ADD|cp|mv|ln|install|copy|move|Copy-Item|Move-Item)\s[^;&|]{0,150}$/;
const LAST_WORD = /^[^;&|\n]{0,200}?["'\s]([^\s"'`;&|]{1,200})["']?\s{0,8}(?:$|[;&|])/;
const MOUNTED = /^:([^\s"':,]{1,200})/;
const NAMED_ANEW = /([\w.-]{1,100})=(?:[^\s"'`]{0,150}[/\\])?$/;
const FOLDER = /(?:^|\/)\.{0,2}\/?$/;
const PROGRAMS =
  /\/s?bin\/[^./]{1,60}$|\/etc\/(?:cron|init|profile|rc|systemd|sudoers|ld\.so|apt|pam)[\w.-]{0,20}(?:\/[^/]{1,60}){0,4}$/;

/** Copied, mounted or named anew so that it runs. */
export function becomesCode(path: string, lead: string, rest: string): boolean {
  const targets = [
    COPIES.test(lead) ? LAST_WORD.exec(rest)?.[1] : undefined,
    MOUNTED.exec(rest)?.[1],
    PIPELINE.test(path) ? NAMED_ANEW.exec(lead)?.[1] : undefined,
  ];
  const isRun = (to: string) => isCodeName(to) || PROGRAMS.test(to) || (!FOLDER.test(to) && runsUnread(basename(to)));
  return targets.some((to) => to !== undefined && isRun(to));
}
