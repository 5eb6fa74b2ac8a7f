import { createProgress, type Progress } from '../adapters/terminal/progress';
import { createStyle } from '../adapters/terminal/style';
import { harmless } from '../steps/comments/harmless';
import { clock } from '../wiring/clock';
import type { Terminal } from './terminal';

/** The log and the progress line of a terminal. */
export function progressOn({ say, isInteractive, coloursLog }: Terminal): Progress {
  const style = createStyle(coloursLog);
  const { monotonic } = clock;
  return createProgress({ say, isInteractive, harmless, dim: style.quiet, warning: style.warning, monotonic });
}
