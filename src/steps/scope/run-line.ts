import { becomesCode } from './becomes-code';
import { isIncluded, loadsAsCode } from './code-loads';
import { withoutPlaces } from './lead';
import { assignedTo } from './started-variables';
import { isCommand, standsAlone } from './starting-commands';

/** So much stands before a name that says what is done with it. */
const MAX_BEFORE = 200;

/** Loaded, it is data. */
const JSON_NAME = /\.(?:json|map|geojson|topojson|har|tfstate|lock)$/i;

const COMMENT = /^\s*(?:#(?!!)|\/\/|\*|\/\*|--\s|;|<!--|rem\s|""")/i;

/** Its lines begin with times, of which any is a star. */
const CRONTAB = /cron[^/]*$/i;

export interface Line {
  path: string;
  text: string;
  /** The line above. */
  before: string;
  /** Variables of which the file starts what they name. */
  started: () => ReadonlySet<string>;
}

/**
 * A command gives it to a shell or an interpreter, or is it; a call loads it, and bundlers load pictures so; or a program opens it and
 * runs what it then holds in memory, which it may have decrypted.
 */
export type Start = 'command' | 'call' | 'content';

/** How a line starts the file that it names there, or hands it to what runs it. */
export function startIn(
  { path, text, before, started }: Line,
  name: string,
  at: number,
): Exclude<Start, 'content'> | undefined {
  const lead = text.slice(Math.max(0, at - MAX_BEFORE), at);
  if (isIncluded(lead)) return 'call';
  if (COMMENT.test(text) && !CRONTAB.test(path)) return undefined;
  const leads = [lead, withoutPlaces(lead)];
  if (isCommand(path, leads, text.slice(at, at + MAX_BEFORE))) return 'command';
  if (becomesCode(path, lead, text.slice(at + name.length, at + name.length + MAX_BEFORE))) return 'command';
  if (leads.some((one) => loadsAsCode(path, one))) return JSON_NAME.test(name) ? undefined : 'call';
  const variable = assignedTo(lead);
  if (variable !== undefined && started().has(variable)) return 'command';
  return standsAlone(path, lead, before.slice(-MAX_BEFORE)) ? 'command' : undefined;
}
