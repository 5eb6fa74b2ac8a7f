/** Something that the model is told besides the request. It is data: it may not ask for anything. */
export interface Material {
  /** `finding`, `thread`, `guidelines`, `validation`, `outline`, ... in lower case. */
  kind: string;
  /** What it is, in words of ours. */
  title: string;
  text: string;
  /** Paths of files that it shows. */
  files?: readonly string[];
}
