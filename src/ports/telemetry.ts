/** One thing that took time, as figures without content. */
export interface TelemetrySpan {
  name: string;
  /** The run is the parent of its calls. */
  isRun: boolean;
  isClient: boolean;
  failed: boolean;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  attributes: Readonly<Record<string, string | number>>;
}
