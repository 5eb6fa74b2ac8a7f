import ora from 'ora';
import type { Log } from '../../ports/log';

/** What is under way, told on the standard error stream: one line that changes where somebody reads along, a line each elsewhere. */
export interface Progress {
  log: Log;
  /** Tells that something begins; the answer tells that it ended. */
  begin(what: string): () => void;
  /** Takes the changing line away. */
  end(): void;
}

export interface ProgressOptions {
  say(text: string): void;
  isInteractive: boolean;
  /** Writes out what a terminal would obey. */
  harmless(text: string): string;
  dim(text: string): string;
  warning(text: string): string;
  monotonic(): number;
}

export function createProgress(options: ProgressOptions): Progress {
  const running = new Map<symbol, string>();
  const spinner = options.isInteractive ? ora({ stream: process.stderr, discardStdin: false }) : undefined;
  const line = (text: string) => {
    spinner?.clear();
    options.say(`${text}\n`);
    if (spinner?.isSpinning) spinner.render();
  };
  const show = () => {
    if (spinner === undefined) return;
    const text = [...new Set(running.values())].join(', ');
    if (text === '') spinner.stop();
    else if (spinner.isSpinning) spinner.text = text;
    else spinner.start(text);
  };
  const { harmless, dim, warning } = options;
  return {
    log: {
      info: (text) => line(dim(harmless(text))),
      warn: (text) => line(`${warning('warning:')} ${harmless(text)}`),
      group: (title) => line(`\n${harmless(title)}`),
    },
    begin(what) {
      const key = Symbol(what);
      const since = options.monotonic();
      running.set(key, harmless(what));
      show();
      return () => {
        running.delete(key);
        show();
        const seconds = ((options.monotonic() - since) / 1000).toFixed(1);
        if (seconds !== '0.0') line(dim(`${harmless(what)}: ${seconds} s`));
      };
    },
    end() {
      running.clear();
      show();
    },
  };
}
