/** Where a run tells what it does. Every line is inert text: a log can never carry a command. */
export interface Log {
  info(line: string): void;
  /** Shown as a warning of the run as well. */
  warn(line: string): void;
  /** Starts a foldable group; the next group ends it. */
  group(title: string): void;
}
