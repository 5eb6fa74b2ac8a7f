/** So long a run of letters and digits without a space or a bracket is data, not code. */
const DATA_RUN = /[A-Za-z0-9+/=_-]{200,}/g;

export interface WithoutData {
  text: string;
  /** Characters that were taken out. */
  characters: number;
}

/** A line without pictures, fonts, keys and the like that are written into it as text; all code of it stays. */
export function withoutData(line: string): WithoutData {
  let characters = 0;
  const text = line.replace(DATA_RUN, (run) => {
    characters += run.length;
    return `[${run.length} characters of data]`;
  });
  return { text, characters };
}
